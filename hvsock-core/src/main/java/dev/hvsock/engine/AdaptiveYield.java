package dev.hvsock.engine;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a thread had better yield and try again a few times before it waits: while that has
 * lately spared it the waiting.
 *
 * <p>An answer that comes at once then costs neither a sleep nor a wake-up, which take ten times as
 * long as the answer itself between two processors. A flow whose peer is slow pays for it in one
 * wait of hundreds, an idle one not at all. Guarded by the lock of its direction.
 */
final class AdaptiveYield {
  /** So many yields take about as long as to be put to sleep and woken up. */
  static final int TRIES = 32;

  /**
   * So many waits in a row are tried in vain before they are skipped: two ends find into step only
   * while both try.
   */
  private static final int FAILURES = 16;

  private static final int FIRST_SKIPPED = 64;
  private static final int MOST_SKIPPED = 1024;

  /**
   * How many threads of the process may be at it at once, lest those who only hope keep those who
   * have work from the processors.
   */
  private static final int MOST_THREADS =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private static final AtomicInteger THREADS = new AtomicInteger();

  private short failures;
  private short left = 1; // the first wait of a flow is as long as it takes the peer to wake up
  private short skipped = FIRST_SKIPPED;

  /** Whether to try before the wait that is about to begin; if so, {@link #end} follows. */
  boolean begin() {
    if (left > 0) {
      left--;
      return false;
    }
    if (THREADS.incrementAndGet() > MOST_THREADS) {
      THREADS.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Tells whether the wait was spared. */
  void end(boolean spared) {
    THREADS.decrementAndGet();
    if (spared) {
      failures = 0;
      skipped = FIRST_SKIPPED;
    } else if (++failures == FAILURES) {
      failures = 0;
      left = skipped;
      skipped = (short) Math.min(2 * skipped, MOST_SKIPPED);
    }
  }
}
