package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.io.IOException;
import java.util.List;

/**
 * Idle flows, a virtual thread each, that then are all echoed once; each end is one JVM of 512 MiB.
 * With ever more of them, which shows how the cost grows; then in rounds with the most.
 */
record IdleWork(String name, List<Contender> contenders) implements Work {
  @Override
  public void perform(Bench bench) throws IOException, InterruptedException {
    for (int count : bench.amounts().idle()) {
      round(bench, count);
    }
    if (!bench.amounts().idle().isEmpty()) {
      bench.inRounds(() -> round(bench, bench.amounts().idle().getLast()));
    }
  }

  private void round(Bench bench, int count) throws IOException, InterruptedException {
    for (Contender contender : contenders) {
      hold(bench, contender, count);
    }
  }

  private static void hold(Bench bench, Contender contender, int count)
      throws IOException, InterruptedException {
    Address address = bench.fresh();
    try (Program _ = bench.freeListener(contender.echo(address));
        Program flows = bench.free(contender.flows(address, count))) {
      Figures figures = flows.figures();
      bench.add(Measure.IDLE_MEMORY, contender.name(), count, figures.number("bytesPerFlow"));
      bench.add(Measure.IDLE_ANSWER, contender.name(), count, figures.number("seconds"));
    }
  }
}
