package dev.hvsock.transfer;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** Keeps to a number of bytes a second. For one thread. */
final class Pace {
  private static final int STEPS_PER_SECOND = 10;

  private final long bytesPerSecond;
  private long nextNanos = System.nanoTime();

  Pace(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** How many bytes to move before the next {@link #await}, at most {@code most}. */
  int step(int most) {
    return (int) Math.min(most, Math.max(1, bytesPerSecond / STEPS_PER_SECOND));
  }

  /** Whether there is any need to wait. */
  boolean isLimited() {
    return bytesPerSecond < Long.MAX_VALUE;
  }

  /** Waits until {@code bytes} may have been moved; time that was not used is not made up for. */
  void await(int bytes) throws InterruptedIOException {
    long now = System.nanoTime();
    nextNanos = Math.max(nextNanos, now) + (long) (bytes * 1e9 / bytesPerSecond);
    try {
      TimeUnit.NANOSECONDS.sleep(nextNanos - now);
    } catch (InterruptedException e) {
      throw Blocks.interrupted();
    }
  }
}
