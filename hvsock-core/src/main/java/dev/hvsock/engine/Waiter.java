package dev.hvsock.engine;

import java.io.IOException;

/**
 * One thread's way to wait until its direction may be ready.
 *
 * <p>Obtained by the thread that is going to wait, used by it for one {@link #await} at a time, and
 * released by it. Another thread may call {@link #wake} at any time, even after the release, when
 * it has no effect but a spurious wake-up.
 */
public interface Waiter {

  /**
   * Blocks until the direction may be ready, {@link #wake} was called since this waiter was
   * obtained, the thread is interrupted, or {@code nanos} have passed; sometimes for no reason at
   * all.
   *
   * @param nanos more than 0; {@link Long#MAX_VALUE} for no limit
   */
  void await(long nanos) throws IOException;

  /** Ends an {@link #await} that goes on, or the next one. */
  void wake();

  /** Gives back what the waiter holds. */
  void release();

  /** Makes waiters for one direction of one endpoint. */
  interface Source {
    /** A waiter for the current thread, armed already. */
    Waiter obtain() throws IOException;

    /**
     * Lets others run, in a moment that may bring what this direction waits for. Does not wait
     * longer than the system's scheduler makes it.
     *
     * @return false if that is not worth while, and nothing was done
     */
    default boolean letOthersRun() {
      return false;
    }

    /**
     * After how many nanoseconds a thread tries again although nothing woke it, for a transport
     * that does not tell everything; {@link Long#MAX_VALUE} for never.
     */
    default long patience() {
      return Long.MAX_VALUE;
    }
  }
}
