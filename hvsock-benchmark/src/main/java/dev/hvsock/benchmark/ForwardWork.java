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

  @Override
  public void perform(Bench bench) throws IOException, InterruptedException {
    List<Running> all = new ArrayList<>();
    try {
      for (Contender contender : contenders) {
        Running forwarder = start(bench, contender);
        all.add(forwarder);
        flow(bench, forwarder, new Results());
      }
      for (int round = 0; round < bench.amounts().rounds(); round++) {
        for (Running forwarder : all) {
          flow(bench, forwarder, bench.results());
        }
      }
    } finally {
      for (Running forwarder : all) {
        forwarder.program.close();
      }
    }
  }

  private Running start(Bench bench, Contender contender) throws IOException, InterruptedException {
    Address from = bench.fresh();
    Address to = targets.get();
    Program program = bench.freeListener(contender.forward(from, to));
    return new Running(contender, program, from, to);
  }

  private void flow(Bench bench, Running forwarder, Results results)
      throws IOException, InterruptedException {
    long bytes = bench.amounts().bulkBytes();
    ProcessHandle process = forwarder.program.handle();
    double before = ProcessTree.cpuSeconds(process);
    try (Program sink = bench.freeListener(bench.c().sink(forwarder.to));
        Program source = bench.free(bench.c().source(forwarder.from, bytes))) {
      Figures sent = source.figures();
      Figures received = sink.figures();
      if (received.number("bytes") != bytes) {
        throw new IOException(forwarder.contender.name() + ": lost bytes: " + received);
      }
      results.add(speed, forwarder.contender.name(), sent.number("mbPerSecond"));
    } finally {
      if (forwarder.to instanceof UnixAddress unix) {
        Files.deleteIfExists(Path.of(unix.name()));
      }
    }
    Thread.sleep(50); // a forked child is counted once it has ended
    double used = ProcessTree.cpuSeconds(process) - before;
    results.add(cpu, forwarder.contender.name(), used / bytes * 1e9);
  }
}
