package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.engine.Direction;
import dev.hvsock.engine.ParkedThread;
import dev.hvsock.engine.Waiter;
import dev.hvsock.testing.FaultCourse.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction of a {@link FaultyFlow}: whose turn it is, how far the stream has come, and what
 * the script has at that place.
 */
final class FaultyHalf {
  private final Direction direction;
  private final FaultCourse course;
  private final Limit below;
  // Between setting the limit here and setting it below, nobody else sets either.
  private final ReentrantLock limits = new ReentrantLock();
  // Written by whose turn it is.
  private final AtomicLong position = new AtomicLong();
  // Guarded by the turn.
  private Mark mark;
  private boolean delayed;
  private long arrival;

  FaultyHalf(String operation, Address remote, FaultCourse course, Limit below) {
    this.direction = new Direction(operation, remote, new Delay(), below.get());
    this.course = course;
    this.below = below;
    this.mark = course.next();
  }

  /** The time limit of the flow below for this direction. */
  interface Limit {
    Duration get();

    void set(Duration timeout);
  }

  /** Wakes for nothing but what the direction wakes for, and when the delay is over. */
  private final class Delay implements Waiter.Source {
    @Override
    public Waiter obtain() {
      return new ParkedThread() {
        @Override
        public void release() {
          // It holds nothing.
        }
      };
    }

    @Override
    public long patience() {
      return Math.max(1, delayLeft());
    }
  }

  Direction direction() {
    return direction;
  }

  /** How many bytes have passed. */
  long position() {
    return position.get();
  }

  /**
   * Waits out a delay that the script has at this place, if it has one.
   *
   * @param start what {@link Direction#begin} gave
   * @param moved how many bytes the operation has moved
   * @return whether it is over, rather than that somebody has woken this thread
   */
  boolean awaitMark(long start, long moved) throws IOException {
    if (!delayed) {
      delayed = true;
      arrival = System.nanoTime();
    }
    if (delayLeft() <= 0) {
      return true;
    }
    direction.await(start, moved);
    return false;
  }

  /**
   * What the script has at this place, of which its delay is over. Unless it is to go on, nothing
   * comes after it.
   */
  FaultCourse.Fate meet() {
    FaultCourse.Fate fate = mark.fate();
    if (fate == FaultCourse.Fate.GO_ON) {
      mark = course.next();
      delayed = false;
    }
    return fate;
  }

  private long delayLeft() {
    return mark.delay() == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : mark.delay() - (System.nanoTime() - arrival);
  }

  /** Whether the script has nothing at this place, so that bytes may be moved. */
  boolean isClear() {
    return position.get() < mark.offset();
  }

  /** Moves bytes below. */
  interface Move {
    long run(ByteBuffer[] buffers, int offset, int length) throws IOException;
  }

  /**
   * Moves bytes, but none across the next mark.
   *
   * @return what the move gave
   */
  long move(ByteBuffer[] buffers, int offset, int length, Move move) throws IOException {
    long before = remaining(buffers, offset, length);
    int[] whole = cut(buffers, offset, length);
    try {
      return move.run(buffers, offset, length);
    } finally {
      for (int i = 0; i < length; i++) {
        buffers[offset + i].limit(whole[i]);
      }
      position.addAndGet(before - remaining(buffers, offset, length));
    }
  }

  /** Lets the buffers end at the next mark. */
  private int[] cut(ByteBuffer[] buffers, int offset, int length) {
    int[] whole = new int[length];
    long room = mark.offset() - position.get();
    for (int i = 0; i < length; i++) {
      ByteBuffer buffer = buffers[offset + i];
      whole[i] = buffer.limit();
      buffer.limit(buffer.position() + (int) Math.min(room, buffer.remaining()));
      room -= buffer.remaining();
    }
    return whole;
  }

  static long remaining(ByteBuffer[] buffers, int offset, int length) {
    long bytes = 0;
    for (int i = offset; i < offset + length; i++) {
      bytes += buffers[i].remaining();
    }
    return bytes;
  }

  /**
   * Gives the next operation below the time that is left to the one here, of which it is a part.
   *
   * @param start what {@link Direction#begin} gave
   * @param moved how many bytes the operation has moved
   */
  void limitBelow(long start, long moved) throws IOException {
    limits.lock();
    try {
      long left = direction.checkTime(start, moved);
      Duration wanted = left == Long.MAX_VALUE ? Flow.FOREVER : Duration.ofNanos(left);
      if (!wanted.equals(below.get())) {
        below.set(wanted);
      }
    } finally {
      limits.unlock();
    }
  }

  /** Sets the limit of operations, also of one that is blocked now, here or below. */
  void timeout(Duration timeout) {
    limits.lock();
    try {
      below.set(timeout);
      direction.timeout(timeout);
    } finally {
      limits.unlock();
    }
  }
}
