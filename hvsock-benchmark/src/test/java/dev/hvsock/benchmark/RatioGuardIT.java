package dev.hvsock.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * hvsock against the C loop on unix sockets, in turn: the ratios of their medians must be what the
 * design promises, with room for noise. Seconds are never compared with a number.
 *
 * <p>Medians of three rounds of the same program differ by up to a sixth here while another build
 * runs, so the limits are a quarter further away than the promised ones; and who misses them is
 * measured once more, with more rounds, before it counts.
 */
class RatioGuardIT {
  private static final double SLACK = 1.25;
  private static final int ROUNDS = 3;
  private static final int ROUNDS_OF_DOUBT = 7;
  private static final Set<Measure> GUARDED =
      Set.of(Measure.BULK, Measure.PING_ONE_CPU, Measure.PING_TWO_CPUS);

  @TempDir private Path folder;

  @Test
  void ratiosToC() throws Exception {
    Cpus cpus = Cpus.ofThisProcess();
    Assumptions.assumeTrue(cpus.areTwo(), "needs two CPUs");
    CPeer c = CPeer.compile(Path.of("..").toRealPath(), folder);
    List<Promise.Outcome> broken = broken(measure(c, cpus, ROUNDS));
    if (!broken.isEmpty()) {
      broken = broken(measure(c, cpus, ROUNDS_OF_DOUBT));
    }
    assertEquals(List.of(), broken);
  }

  private static List<Promise.Outcome> broken(Results results) {
    return guarded()
        .map(promise -> promise.judge(results).orElseThrow())
        .filter(outcome -> !outcome.isMet())
        .toList();
  }

  private static Stream<Promise> guarded() {
    return Promise.all().stream()
        .filter(promise -> GUARDED.contains(promise.measure()))
        .filter(promise -> promise.yardstick().filter(CPeer.NAME::equals).isPresent())
        .map(promise -> promise.loosened(SLACK));
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
