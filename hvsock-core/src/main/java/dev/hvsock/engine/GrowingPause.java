package dev.hvsock.engine;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Pauses between attempts at what no system tells the time for: longer and longer ones, lest many
 * who wait keep the other end from its work. For one thread.
 */
public final class GrowingPause {
  private static final long FIRST_NANOS = 1_000_000;
  private static final long MAX_NANOS = 64_000_000;

  private long nanos = FIRST_NANOS;

  /** Makes one that begins with the shortest. */
  public GrowingPause() {}

  /**
   * Pauses, within this thread's turn in {@code direction}.
   *
   * @param start what {@link Direction#begin} gave
   */
  public void take(Direction direction, long start) throws IOException {
    LockSupport.parkNanos(Math.min(nanos, direction.checkTime(start, 0)));
    nanos = Math.min(2 * nanos, MAX_NANOS);
    direction.checkUndisturbed(0);
  }
}
