package dev.hvsock.testing.network;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that are at work because of what the network has given them, for which virtual time
 * waits before it moves on.
 *
 * <p>A thread is at work from its use of the network, or from being woken by it, until it waits in
 * the network again. One that waits somewhere else is not, and neither is one that has not used the
 * network for {@link #PATIENCE_NANOS}.
 */
final class Crowd {
  /** For so long time waits for a thread that does not come back. */
  private static final long PATIENCE_NANOS = 250_000_000;

  /** Less than so long may be a wait for a lock that somebody just gives up. */
  private static final long SHORT_NANOS = 1_000_000;

  /**
   * What is known of a thread at work.
   *
   * @param since when it was seen last
   * @param asleep whether it has been woken, and not been seen since: its state says nothing yet
   */
  private record Seen(long since, boolean asleep) {}

  private final boolean watches;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final Map<Thread, Seen> atWork = new HashMap<>();

  /**
   * Makes an empty one.
   *
   * @param watches whether anybody is going to ask
   */
  Crowd(boolean watches) {
    this.watches = watches;
  }

  /** The current thread uses the network. */
  void join() {
    note(Thread.currentThread(), false);
  }

  private void note(Thread thread, boolean asleep) {
    if (watches) {
      lock.lock();
      try {
        atWork.put(thread, new Seen(System.nanoTime(), asleep));
      } finally {
        lock.unlock();
      }
    }
  }

  /** The thread in that seat is about to wait, unless it has been called. */
  void waits(Seat seat) {
    if (watches) {
      lock.lock();
      try {
        if (!seat.isCalled()) {
          atWork.remove(seat.thread());
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** The network wakes the thread in that seat. */
  void call(Seat seat) {
    if (watches) {
      lock.lock();
      try {
        if (seat.call()) {
          atWork.put(seat.thread(), new Seen(System.nanoTime(), true));
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether nobody is at work but perhaps the current thread. */
  boolean isQuiet() {
    lock.lock();
    try {
      long now = System.nanoTime();
      atWork.entrySet().removeIf(entry -> isDone(entry.getKey(), entry.getValue(), now));
      return atWork.isEmpty() || (atWork.size() == 1 && atWork.containsKey(Thread.currentThread()));
    } finally {
      lock.unlock();
    }
  }

  private static boolean isDone(Thread thread, Seen seen, long now) {
    long ago = now - seen.since;
    return switch (thread.getState()) {
      case TERMINATED -> true;
      case WAITING, TIMED_WAITING -> (!seen.asleep && ago > SHORT_NANOS) || ago > PATIENCE_NANOS;
      default -> ago > PATIENCE_NANOS;
    };
  }
}
