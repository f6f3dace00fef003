package dev.hvsock.benchmark;

import dev.hvsock.Address;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One flow from a C source through a forwarder to a C sink, and the forwarder's CPU time for it.
 * Each forwarder runs throughout, and has had a flow before the first that counts.
 */
record ForwardWork(
    String name, Measure speed, Measure cpu, List<Contender> contenders, Supplier<Address> targets)
    implements Work {
  /** A forwarder that runs, and where it leads. */
  private record Running(Contender contender, Program program, Address from, Address to) {}

  /** What one flow came to. */
  private record Flowed(double megabytesPerSecond, double cpuSecondsPerGigabyte) {}

  @Override
  public void perform(Bench bench) throws IOException, InterruptedException {
    List<Running> all = new ArrayList<>();
    try {
      for (Contender contender : contenders) {
        Running forwarder = start(bench, contender);
        all.add(forwarder);
        flow(bench, forwarder); // its first, which does not count
      }
      bench.inRounds(() -> round(bench, all));
    } finally {
      for (Running forwarder : all) {
        forwarder.program.close();
      }
    }
  }

  private void round(Bench bench, List<Running> all) throws IOException, InterruptedException {
    for (Running forwarder : all) {
      Flowed flowed = flow(bench, forwarder);
      bench.add(speed, forwarder.contender.name(), flowed.megabytesPerSecond);
      bench.add(cpu, forwarder.contender.name(), flowed.cpuSecondsPerGigabyte);
    }
  }

  private Running start(Bench bench, Contender contender) throws IOException, InterruptedException {
    Address from = bench.fresh();
    Address to = targets.get();
    Program program = bench.freeListener(contender.forward(from, to));
    return new Running(contender, program, from, to);
  }

  /** One flow, checked to be complete. */
  private Flowed flow(Bench bench, Running forwarder) throws IOException, InterruptedException {
    long bytes = bench.amounts().forwardBytes();
    ProcessHandle process = forwarder.program.handle();
    double before = ProcessTree.cpuSeconds(process);
    try (Program sink = bench.freeListener(bench.c().sink(forwarder.to));
        Program source = bench.free(bench.c().source(forwarder.from, bytes))) {
      Figures sent = source.figures();
      Figures received = sink.figures();
      if (received.number("bytes") != bytes) {
        throw new IOException(forwarder.contender.name() + ": lost bytes: " + received);
      }
      Thread.sleep(50); // a forked child is counted once it has ended
      double used = ProcessTree.cpuSeconds(process) - before;
      return new Flowed(sent.number("mbPerSecond"), used / bytes * 1e9);
    } finally {
      if (forwarder.to instanceof UnixAddress unix) {
        Files.deleteIfExists(Path.of(unix.name()));
      }
    }
  }
}
