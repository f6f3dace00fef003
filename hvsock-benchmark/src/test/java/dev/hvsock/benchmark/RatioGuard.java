package dev.hvsock.benchmark;

import java.util.List;
import java.util.Set;

/**
 * Says whether hvsock has fallen behind C: what the design promises of bulk and of round trips on
 * unix sockets, with room for noise. Ratios of one run count; seconds are never compared with a
 * number.
 *
 * <p>The limits are a quarter further away than the promised ones, and a promise is broken only if
 * the ratio of medians and the ratio of best rounds both say so: what is really slower is so in its
 * best round too, while a busy machine spoils some rounds of one of the two.
 */
final class RatioGuard {
  private static final double SLACK = 1.25;
  private static final Set<Measure> GUARDED =
      Set.of(Measure.BULK, Measure.PING_ONE_CPU, Measure.PING_TWO_CPUS);

  private RatioGuard() {}

  /** What is beyond its limit; fails if something that is guarded was not measured. */
  static List<Promise.Outcome> broken(Results results) {
    return Promise.all().stream()
        .filter(promise -> GUARDED.contains(promise.measure()))
        .filter(promise -> promise.yardstick().filter(CPeer.NAME::equals).isPresent())
        .map(promise -> promise.loosened(SLACK))
        .filter(promise -> !promise.judgeBest(results).orElseThrow().isMet())
        .map(promise -> promise.judge(results).orElseThrow())
        .filter(outcome -> !outcome.isMet())
        .toList();
  }
}
