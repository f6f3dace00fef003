package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.io.IOException;
import java.util.List;

/** One flow, as fast as it goes, its ends on two CPUs. */
record BulkWork(String name, Measure measure, List<Contender> contenders) implements Work {
  @Override
  public void perform(Bench bench) throws IOException, InterruptedException {
    bench.inRounds(
        () -> {
          for (Contender contender : contenders) {
            bench.add(measure, contender.name(), megabytesPerSecond(bench, contender));
          }
        });
  }

  static double megabytesPerSecond(Bench bench, Contender contender)
      throws IOException, InterruptedException {
    long bytes = bench.amounts().bulkBytes();
    Address address = bench.fresh();
    try (Program sink = bench.near(contender.sink(address))) {
      long start = System.nanoTime();
      List<String> command = contender.source(address, bytes);
      try (Program source = bench.far(Cpus.Placement.TWO_CPUS, command)) {
        source.end();
        sink.end();
        double outside = bytes * 1e3 / (System.nanoTime() - start);
        return contender.reports() ? reported(source, sink, bytes) : outside;
      }
    }
  }

  private static double reported(Program source, Program sink, long bytes)
      throws IOException, InterruptedException {
    Figures received = sink.figures();
    if (received.number("bytes") != bytes) {
      throw new IOException("the sink has not received " + bytes + " bytes: " + received);
    }
    return source.figures().number("mbPerSecond");
  }
}
