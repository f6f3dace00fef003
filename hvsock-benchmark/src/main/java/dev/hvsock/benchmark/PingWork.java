package dev.hvsock.benchmark;

import dev.hvsock.Address;
import dev.hvsock.benchmark.Cpus.Placement;
import java.io.IOException;
import java.util.List;

/** Round trips of 64 bytes, one at a time, with both ends on one CPU, and on two. */
record PingWork(String name, Measure onOneCpu, Measure onTwoCpus, List<Contender> contenders)
    implements Work {
  private static final int ON_ONE_CPU = 8;

  @Override
  public void perform(Bench bench) throws IOException, InterruptedException {
    bench.inRounds(() -> round(bench));
  }

  private void round(Bench bench) throws IOException, InterruptedException {
    for (Placement placement : Placement.values()) {
      Measure measure = placement == Placement.ONE_CPU ? onOneCpu : onTwoCpus;
      for (Contender contender : contenders) {
        double mean = meanMicroseconds(bench, placement, contender);
        bench.add(measure, contender.name(), mean);
      }
    }
  }

  static double meanMicroseconds(Bench bench, Placement placement, Contender contender)
      throws IOException, InterruptedException {
    Address address = bench.fresh();
    List<String> command = contender.ping(address, count(bench, placement));
    try (Program _ = bench.near(contender.echo(address));
        Program ping = bench.far(placement, command)) {
      return ping.figures().number("meanNanos") / 1e3;
    }
  }

  /**
   * On one CPU the compilers of two JVMs share it with what is measured, so it takes longer until
   * they are done; and a round trip is shorter there.
   */
  private static int count(Bench bench, Placement placement) {
    return bench.amounts().pings() * (placement == Placement.ONE_CPU ? ON_ONE_CPU : 1);
  }
}
