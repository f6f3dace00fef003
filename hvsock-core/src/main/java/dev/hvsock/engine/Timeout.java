package dev.hvsock.engine;

import dev.hvsock.Flow;
import java.time.Duration;

/**
 * A time limit, and when it was set: an operation that began before counts from then.
 *
 * @param nanos how long an operation may take; {@link Long#MAX_VALUE} for ever, zero or less not at
 *     all
 * @param setAt the {@link System#nanoTime} of the setting
 */
record Timeout(long nanos, long setAt) {
  /** When it was set does not matter: a limit that is set later counts from its own setting. */
  private static final Timeout NONE = new Timeout(Long.MAX_VALUE, System.nanoTime());

  static Timeout of(Duration duration) {
    long nanos = toNanos(duration);
    return nanos == Long.MAX_VALUE ? NONE : new Timeout(nanos, System.nanoTime());
  }

  /** The duration in nanoseconds, held within a {@code long}. */
  static long toNanos(Duration duration) {
    if (duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0) {
      return Long.MAX_VALUE;
    }
    return duration.isNegative() ? -1 : duration.toNanos();
  }

  Duration duration() {
    return nanos == Long.MAX_VALUE ? Flow.FOREVER : Duration.ofNanos(nanos);
  }

  /**
   * When an operation that begins now is to be taken to begin; saves the clock's cost where there
   * is no limit.
   */
  long start() {
    return nanos == Long.MAX_VALUE ? setAt : System.nanoTime();
  }

  boolean isPast() {
    return nanos <= 0;
  }

  /** How much of the limit is left to an operation that began at {@code start}. */
  long remaining(long start) {
    if (nanos == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long began = start - setAt > 0 ? start : setAt;
    return nanos - (System.nanoTime() - began);
  }
}
