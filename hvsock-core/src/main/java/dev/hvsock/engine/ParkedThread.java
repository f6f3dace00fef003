package dev.hvsock.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * A waiter that parks the thread that made it. A wake-up after the wait costs that thread a
 * spurious return from its next park.
 */
public abstract class ParkedThread implements Waiter {
  private static final long PAUSE_NANOS = 1_000_000;

  private final Thread thread = Thread.currentThread();
  private volatile boolean woken;

  /** Makes one for the current thread. */
  protected ParkedThread() {}

  /** Whether there is no need to wait, looked at before parking. */
  protected boolean isReady() {
    return false;
  }

  @Override
  public final void await(long nanos) {
    // In this order: isReady may park for a lock, which would use up the permit of a wake-up that
    // comes meanwhile; one that comes after the second look leaves its permit for the park below.
    if (isReady() || woken) {
      return;
    }
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }

  @Override
  public final void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  /** Wakes the thread even if memory is short just now: what woke it comes once. */
  public final void wakeInAnyCase() {
    while (true) {
      try {
        wake();
        return;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
