package dev.hvsock.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutTest {
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0",
    "PT0.000000001S, 1",
    "PT-0.000000001S, -1",
    "PT-9223372036854775808S, -1",
    "PT1S, 1000000000",
    "PT9223372036.854775806S, 9223372036854775806",
    "PT9223372036.854775807S, 9223372036854775807",
    "PT9223372036.854775808S, 9223372036854775807",
    "PT9223372036854775807.999999999S, 9223372036854775807",
  })
  void durationsAreHeldWithinALong(Duration duration, long nanos) {
    assertEquals(nanos, Timeout.toNanos(duration));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.000000001S", "PT1S", "PT9223372036.854775806S"})
  void durationIsKept(Duration duration) {
    assertEquals(duration, Timeout.of(duration).duration());
  }

  @Test
  void foreverIsForeverHoweverLongAgoItWasSet() {
    Timeout forever = Timeout.of(Flow.FOREVER);
    assertEquals(Flow.FOREVER, forever.duration());
    assertFalse(forever.isPast());
    assertEquals(Long.MAX_VALUE, forever.remaining(forever.start()));
    assertEquals(Long.MAX_VALUE, forever.remaining(System.nanoTime() - 1_000_000_000 * SECOND));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-0.000000001S", "PT-1S"})
  void zeroOrLessIsPastAtOnce(Duration duration) {
    Timeout timeout = Timeout.of(duration);
    assertTrue(timeout.isPast());
    assertTrue(timeout.remaining(timeout.start()) <= 0);
  }

  @Test
  void theShortestIsNotPastBeforeItBegins() {
    assertFalse(Timeout.of(Duration.ofNanos(1)).isPast());
  }

  @Test
  void remainingCountsFromTheStart() {
    Timeout timeout = new Timeout(60 * SECOND, System.nanoTime() - 100 * SECOND);
    assertBetween(39 * SECOND, 40 * SECOND, timeout.remaining(System.nanoTime() - 20 * SECOND));
    assertTrue(timeout.remaining(System.nanoTime() - 61 * SECOND) < 0);
  }

  @Test
  void anOperationThatBeganBeforeTheLimitWasSetCountsFromTheSetting() {
    Timeout timeout = new Timeout(60 * SECOND, System.nanoTime() - 20 * SECOND);
    assertBetween(39 * SECOND, 40 * SECOND, timeout.remaining(System.nanoTime() - 1000 * SECOND));
  }

  @Test
  void theClockMayWrapAround() {
    long now = System.nanoTime();
    long beforeTheWrap = now - Long.MAX_VALUE / 2;
    Timeout timeout = new Timeout(Long.MAX_VALUE - 1, beforeTheWrap);
    long left = timeout.remaining(beforeTheWrap);
    assertBetween(Long.MAX_VALUE / 2 - 60 * SECOND, Long.MAX_VALUE / 2, left);
  }

  private static void assertBetween(long least, long most, long value) {
    assertTrue(least <= value && value <= most, () -> value + " in " + least + " to " + most);
  }
}
