package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

/** How long something takes, held against how long it may. */
final class Stopwatch {
  /**
   * How many times later than it should something may happen. Enough for a busy machine; the system
   * property {@code hvsock.slack} sets more for an emulated one.
   */
  private static final int SLACK = Integer.getInteger("hvsock.slack", 8);

  private static final Duration PROMPT = Duration.ofMillis(200);

  private final long start = System.nanoTime();

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Not earlier than {@code limit}; and later by as much as a busy machine makes it. */
  void assertAbout(Duration limit) {
    Duration elapsed = elapsed();
    assertTrue(elapsed.compareTo(limit) >= 0, () -> elapsed + " is less than " + limit);
    assertLessThan(limit.multipliedBy(SLACK));
  }

  /** As fast as something that waits for nothing is. */
  void assertPrompt() {
    assertLessThan(PROMPT.multipliedBy(SLACK));
  }

  void assertLessThan(Duration limit) {
    Duration elapsed = elapsed();
    assertTrue(elapsed.compareTo(limit) < 0, () -> elapsed + " is not less than " + limit);
  }
}
