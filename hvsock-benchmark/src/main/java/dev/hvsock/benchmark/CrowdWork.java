package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Many flows at once through a forwarder to a C echo. Each has a content of its own, which must
 * come back unchanged, and so must its end. The forwarder's memory is that of its processes, shared
 * pages counted once: with all flows open and before the first byte, and after the last one.
 */
record CrowdWork(String name, List<Contender> contenders) implements Work {
  private record Running(Contender contender, Program program, Address from) {}

  private record Storm(double megabytesPerSecond, long bytes) {}

  @Override
  public void perform(Bench bench) throws IOException, InterruptedException {
    Address to = bench.fresh();
    List<Running> all = new ArrayList<>();
    try (Program _ = bench.freeListener(bench.c().echo(to))) {
      for (Contender contender : contenders) {
        Address from = bench.fresh();
        Program program = bench.freeListener(contender.forward(from, to));
        all.add(new Running(contender, program, from));
      }
      for (Running forwarder : all) {
        storm(bench, forwarder); // warms it up, and does not count
      }
      bench.inRounds(
          () -> {
            for (Running forwarder : all) {
              Storm storm = storm(bench, forwarder);
              String contender = forwarder.contender.name();
              bench.add(Measure.CROWD, contender, storm.megabytesPerSecond);
              bench.add(Measure.CROWD_MEMORY, contender, storm.bytes / 1048576.0);
            }
          });
    } finally {
      for (Running forwarder : all) {
        forwarder.program.close();
      }
    }
  }

  private static Storm storm(Bench bench, Running forwarder)
      throws IOException, InterruptedException {
    Amounts amounts = bench.amounts();
    ProcessHandle process = forwarder.program.handle();
    List<String> command = bench.c().storm(forwarder.from, amounts.crowd(), amounts.crowdBytes());
    try (Program storm = bench.free(command)) {
      storm.awaitOutput("open");
      long open = ProcessTree.proportionalBytes(process);
      storm.tell("");
      storm.awaitOutput("echoed");
      long echoed = ProcessTree.proportionalBytes(process);
      storm.tell("");
      return new Storm(storm.figures().number("mbPerSecond"), Math.max(open, echoed));
    }
  }
}
