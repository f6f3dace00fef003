package dev.hvsock.testing.network;

import dev.hvsock.testing.VirtualTime;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is going to happen in a network, and when.
 *
 * <p>Instants are nanoseconds since the network began. Events happen one at a time, in the order of
 * their instants and, at one instant, in the order they were planned.
 */
public final class Timeline {
  /** For so long its thread waits for more when nothing is planned any more. */
  private static final long IDLE_NANOS = 200_000_000;

  private static final long LOOK_NANOS = 20_000;

  private final VirtualTime kind;
  private final long origin = System.nanoTime();
  private final Crowd crowd;

  /** Whoever makes events happen holds this one. */
  private final ReentrantLock driving = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition planned = lock.newCondition();
  // Guarded by lock.
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long count;
  private int moving;
  private boolean closed;
  private @Nullable Thread thread;
  // Written by whoever drives.
  private volatile long now;

  Timeline(VirtualTime kind) {
    this.kind = kind;
    this.crowd = new Crowd(kind != VirtualTime.REAL);
  }

  /**
   * Something planned.
   *
   * @param at the instant
   * @param number how many were planned before
   * @param moves whether virtual time that jumps does so for it
   */
  private record Event(long at, long number, boolean moves, Runnable action)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  Crowd crowd() {
    return crowd;
  }

  /** The instant that it is. */
  public long now() {
    return kind == VirtualTime.REAL ? System.nanoTime() - origin : now;
  }

  /** Plans something that is on its way. */
  void plan(long at, Runnable action) {
    plan(at, true, action);
  }

  /**
   * Plans something that nobody waits for, so that virtual time does not jump there.
   *
   * @return what drops it
   */
  Runnable planIdly(long at, Runnable action) {
    Event event = plan(at, false, action);
    return () -> drop(event);
  }

  private Event plan(long at, boolean moves, Runnable action) {
    lock.lock();
    try {
      Event event = new Event(at, count++, moves, action);
      if (closed) {
        return event;
      }
      events.add(event);
      moving += moves ? 1 : 0;
      planned.signal();
      if (thread == null && kind != VirtualTime.MANUAL && (moves || kind == VirtualTime.REAL)) {
        thread = Thread.ofPlatform().daemon().name("hvsock-virtual-time").start(this::run);
      }
      return event;
    } finally {
      lock.unlock();
    }
  }

  private void drop(Event event) {
    lock.lock();
    try {
      events.remove(event);
      planned.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (awaitEvents()) {
      driving.lock();
      try {
        if (kind == VirtualTime.REAL) {
          happen(now());
        } else {
          settle();
          jump();
        }
      } finally {
        driving.unlock();
      }
    }
  }

  /** Waits until there is something to do now; gives whether there is, or else the thread ends. */
  private boolean awaitEvents() {
    lock.lock();
    try {
      long idle = IDLE_NANOS;
      long wait = untilNext();
      while (!closed && wait > 0 && idle > 0) {
        long left = planned.awaitNanos(wait == Long.MAX_VALUE ? idle : wait);
        idle = wait == Long.MAX_VALUE ? left : IDLE_NANOS;
        wait = untilNext();
      }
      if (!closed && wait <= 0) {
        return true;
      }
    } catch (InterruptedException e) {
      // Whoever interrupts it wants it gone; the next event starts another one.
    } finally {
      lock.unlock();
    }
    return leave();
  }

  private long untilNext() {
    Event next = events.peek();
    if (kind == VirtualTime.REAL) {
      return next == null ? Long.MAX_VALUE : next.at - now();
    }
    return moving > 0 ? 0 : Long.MAX_VALUE;
  }

  /** Gives false, unless there is something to do after all. */
  private boolean leave() {
    lock.lock();
    try {
      boolean stays = !closed && untilNext() != Long.MAX_VALUE;
      if (!stays) {
        thread = null;
      }
      return stays;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the next thing that is on its way happen, and what is planned before it. */
  private void jump() {
    Event next = next(Long.MAX_VALUE, true);
    if (next != null) {
      now = Math.max(now, next.at);
      next.action.run();
    }
  }

  /** Lets everything happen that is planned until {@code end}. */
  private void happen(long end) {
    Event next = next(end, false);
    while (next != null) {
      now = Math.max(now, next.at);
      next.action.run();
      next = next(end, false);
    }
  }

  private @Nullable Event next(long end, boolean ifMoving) {
    lock.lock();
    try {
      Event next = events.peek();
      if (next == null || next.at > end || (ifMoving && moving == 0)) {
        return null;
      }
      moving -= next.moves ? 1 : 0;
      return events.poll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves time on, and lets everything happen that is planned until then. Between two events waits
   * for those whom the first has woken.
   *
   * @throws IllegalStateException if it moves by itself alone
   */
  public void advance(long nanos) {
    if (kind == VirtualTime.REAL) {
      throw new IllegalStateException("real time cannot be advanced; try: VirtualTime.MANUAL");
    }
    driving.lock();
    try {
      settle();
      long end = now + nanos;
      Event next = next(end, false);
      while (next != null) {
        now = Math.max(now, next.at);
        next.action.run();
        settle();
        next = next(end, false);
      }
      now = end;
    } finally {
      driving.unlock();
    }
  }

  /** Waits until nobody is at work. */
  private void settle() {
    while (!crowd.isQuiet()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Forgets all that is planned and ends its thread. */
  void close() {
    lock.lock();
    try {
      closed = true;
      events.clear();
      moving = 0;
      planned.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
