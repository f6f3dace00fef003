package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

/** How long something takes, held against how long it may. */
final class Stopwatch {
  /** How much later than it should something may happen on a busy or an emulated machine. */
  private static final int SLACK = 8;

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

  void assertLessThan(Duration limit) {
    Duration elapsed = elapsed();
    assertTrue(elapsed.compareTo(limit) < 0, () -> elapsed + " is not less than " + limit);
  }
}
