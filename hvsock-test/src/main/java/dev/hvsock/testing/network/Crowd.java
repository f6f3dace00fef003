package dev.hvsock.testing.network;

import java.util.HashMap;
import java.util.Map;

/**
 * The threads that are at work because of what the network has given them, for which virtual time
 * waits before it moves on.
 *
 * <p>A thread is at work from its use of the network, or from being woken by it, until it waits in
 * the network again. One that waits somewhere else is not, and neither is one that has not used the
 * network for {@link #PATIENCE_NANOS}. A flow that was accepted, by a thread that goes on to accept
 * the next one, counts as a thread until somebody uses it: one is about to be started for it.
 *
 * <p>Its methods are synchronized, since a thread that waits for its lock must not look like one
 * that waits for somebody else; none of them parks inside.
 */
final class Crowd {
  /** For so long time waits for a thread that does not come back. */
  private static final long PATIENCE_NANOS = 250_000_000;

  /** Less than so long may be a wait for a lock that somebody just gives up. */
  private static final long SHORT_NANOS = 2_000_000;

  /**
   * What is known of who is at work.
   *
   * @param since when it was seen last
   * @param inside whether it is in the network, or has been woken there and has not come out since:
   *     its state says nothing, since it may wait for a lock that it will get, or for a processor
   */
  private record Seen(long since, boolean inside) {}

  private final boolean watches;
  // Guarded by this.
  private final Map<Object, Seen> atWork = new HashMap<>();

  /**
   * Makes an empty one.
   *
   * @param watches whether anybody is going to ask
   */
  Crowd(boolean watches) {
    this.watches = watches;
  }

  /** Whether anybody is going to ask. */
  boolean watches() {
    return watches;
  }

  /** The current thread comes into the network. */
  void enter() {
    if (watches) {
      note(Thread.currentThread(), true);
    }
  }

  /** The current thread goes out of the network, with something to do. */
  void leave() {
    if (watches) {
      note(Thread.currentThread(), false);
    }
  }

  /** Somebody is about to begin with that flow. */
  void expect(VirtualFlow flow) {
    if (watches) {
      note(flow, true);
    }
  }

  private synchronized void note(Object who, boolean inside) {
    atWork.put(who, new Seen(System.nanoTime(), inside));
  }

  /** The current thread has begun with it. */
  void meet(VirtualFlow flow) {
    if (watches) {
      forget(flow);
    }
  }

  private synchronized void forget(Object who) {
    atWork.remove(who);
  }

  /** The thread in that seat is about to wait, unless it has been called. */
  void waits(Seat seat) {
    if (watches) {
      forgetUnlessCalled(seat);
    }
  }

  private synchronized void forgetUnlessCalled(Seat seat) {
    if (!seat.isCalled()) {
      atWork.remove(seat.thread());
    }
  }

  /** The network wakes the thread in that seat. */
  void call(Seat seat) {
    if (watches) {
      noteIfNew(seat);
    }
  }

  private synchronized void noteIfNew(Seat seat) {
    if (seat.call()) {
      note(seat.thread(), true);
    }
  }

  /** Whether nobody is at work but perhaps the current thread. */
  synchronized boolean isQuiet() {
    long now = System.nanoTime();
    atWork.entrySet().removeIf(entry -> isDone(entry.getKey(), entry.getValue(), now));
    return atWork.isEmpty() || (atWork.size() == 1 && atWork.containsKey(Thread.currentThread()));
  }

  private static boolean isDone(Object who, Seen seen, long now) {
    long ago = now - seen.since;
    if (ago > PATIENCE_NANOS) {
      return true;
    }
    return who instanceof Thread thread
        && switch (thread.getState()) {
          case TERMINATED -> true;
          case WAITING, TIMED_WAITING -> !seen.inside && ago > SHORT_NANOS;
          default -> false;
        };
  }
}
