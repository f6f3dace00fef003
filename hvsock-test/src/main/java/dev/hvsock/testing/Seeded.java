package dev.hvsock.testing;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.opentest4j.AssertionFailedError;

/**
 * Random cases that can be repeated: each run has another seed, a failure tells it, and the system
 * property {@value #SEED} sets it.
 */
final class Seeded {
  static final String SEED = "hvsock.seed";

  private Seeded() {}

  /** A case that draws all its randomness from one source. */
  interface RandomCase {
    void run(Random random) throws Exception;
  }

  static void run(RandomCase randomCase) throws Exception {
    Long fixed = Long.getLong(SEED);
    long seed = fixed == null ? ThreadLocalRandom.current().nextLong() : fixed;
    try {
      randomCase.run(new Random(seed));
    } catch (Exception | AssertionError e) {
      throw new AssertionFailedError(
          e.getMessage() + " (seed " + seed + "; try: -D" + SEED + "=" + seed + ")", e);
    }
  }
}
