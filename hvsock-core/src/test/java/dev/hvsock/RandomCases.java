package dev.hvsock;

import java.util.Random;
import java.util.function.Consumer;

/** Runs a property on random cases; a failure names the seed that repeats it. */
final class RandomCases {
  private static final String SEED = "hvsock.seed";
  private static final int CASES = 2_000;

  private RandomCases() {}

  /** Checks {@code property} with a source of randomness of its own for each case. */
  static void check(Consumer<Random> property) {
    Long chosen = Long.getLong(SEED);
    if (chosen != null) {
      check(property, chosen);
      return;
    }
    Random seeds = new Random();
    for (int i = 0; i < CASES; i++) {
      check(property, seeds.nextLong());
    }
  }

  private static void check(Consumer<Random> property, long seed) {
    try {
      property.accept(new Random(seed));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("repeat with -D" + SEED + "=" + seed + ": " + e.getMessage(), e);
    }
  }
}
