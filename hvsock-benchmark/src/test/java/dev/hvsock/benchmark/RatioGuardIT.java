package dev.hvsock.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * hvsock against the C loop on unix sockets, in turn, judged by {@link RatioGuard}. What misses is
 * measured once more, with more rounds, before it counts.
 */
class RatioGuardIT {
  private static final int ROUNDS = 3;
  private static final int ROUNDS_OF_DOUBT = 7;
  @TempDir private Path folder;

  @Test
  void ratiosToC() throws Exception {
    Cpus cpus = Cpus.ofThisProcess();
    Assumptions.assumeTrue(cpus.areTwo(), "needs two CPUs");
    CPeer c = CPeer.compile(Path.of("..").toRealPath(), folder);
    List<Promise.Outcome> broken = RatioGuard.broken(measure(c, cpus, ROUNDS));
    if (!broken.isEmpty()) {
      broken = RatioGuard.broken(measure(c, cpus, ROUNDS_OF_DOUBT));
    }
    assertEquals(List.of(), broken);
  }

  private Results measure(CPeer c, Cpus cpus, int rounds) throws IOException, InterruptedException {
    Results results = new Results();
    Amounts amounts = Amounts.guard().withRounds(rounds);
    Bench bench = new Bench(folder, cpus, c, Works.unixAddresses(folder), amounts, results);
    for (Work work : Works.guarded(c)) {
      work.perform(bench);
    }
    return results;
  }
}
