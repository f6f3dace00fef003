package dev.hvsock.engine;

import dev.hvsock.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a flow, or a listener's accepting: who may work in it now, how long that may
 * take, and how to wake whoever waits in it.
 *
 * <p>Its lock is also what keeps the descriptor alive: all work on the descriptor is done between
 * {@link #begin} and {@link #finish}, and whoever frees the descriptor holds the locks of all
 * directions that use it, after it has closed them and woken their threads. So nobody ever touches
 * a descriptor number that the system may have given away.
 *
 * <p>A thread that waits publishes its waiter first and looks at {@code closed} and {@code ended}
 * after that; a thread that changes one of these sets it first and looks for a waiter after that.
 * Whichever comes second sees the other.
 */
public final class Direction {
  private static final long TURN_NANOS = 20_000_000;

  private final String operation;
  private final Waiter.Source waiters;
  private final ReentrantLock lock = new ReentrantLock();
  private final AdaptiveYield yields = new AdaptiveYield();
  private volatile Address address;
  private volatile Timeout timeout;
  private volatile boolean closed;
  private volatile boolean ended;
  private volatile @Nullable Waiter waiter;

  /**
   * Makes an open one.
   *
   * @param operation what failures call the work in it: {@code read}, {@code accept}, …
   * @param address the address that failures name
   * @param waiters how a thread waits until this direction may be ready
   * @param timeout how long an operation may take
   */
  public Direction(String operation, Address address, Waiter.Source waiters, Duration timeout) {
    this.operation = operation;
    this.address = address;
    this.waiters = waiters;
    this.timeout = Timeout.of(timeout);
  }

  /**
   * Waits for this thread's turn.
   *
   * @return when the operation began, for {@link #await}
   */
  public long begin() throws IOException {
    long start = timeout.start();
    checkOpen();
    if (!lock.tryLock()) {
      awaitTurn(start);
    }
    try {
      checkStillOpen();
      if (timeout.isPast()) {
        throw Failures.timedOut(operation, address, 0, 0);
      }
    } catch (IOException e) {
      lock.unlock();
      throw e;
    }
    return start;
  }

  /**
   * Waits in short spells, and looks around between them: neither a new time limit nor the end of
   * the flow wakes a thread here, and a close may hold the lock for as long as it waits for the
   * peer.
   */
  private void awaitTurn(long start) throws IOException {
    try {
      do {
        checkStillOpen();
        checkTime(start, 0);
      } while (!lock.tryLock(Math.min(timeout.remaining(start), TURN_NANOS), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      throw Failures.interrupted(operation, address, 0);
    }
  }

  /** Ends this thread's turn. */
  public void finish() {
    lock.unlock();
  }

  /**
   * Runs {@code work} in this direction, whether it is closed or not, when the thread in it now has
   * left it.
   */
  public void exclusively(Work work) throws IOException {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** Runs {@code work} in this direction, if no thread is in it now. */
  void ifIdle(Work work) throws IOException {
    if (lock.tryLock()) {
      try {
        work.run();
      } finally {
        lock.unlock();
      }
    }
  }

  /** How a thread waits until this direction may be ready. */
  Waiter.Source waiters() {
    return waiters;
  }

  /** Work that is done under the lock. */
  public interface Work {
    /** Does it. */
    void run() throws IOException;
  }

  /** Fails if this direction is closed. */
  void checkOpen() throws IOException {
    if (closed) {
      throw Failures.closed(operation, address);
    }
  }

  /** Fails if this direction was closed since the operation began. */
  public void checkStillOpen() throws IOException {
    if (closed) {
      throw Failures.closedMeanwhile(operation, address);
    }
  }

  /**
   * Makes an attempt, and again if it would have to wait, letting others run in between, for as
   * long as that is likely to be quicker than to wait.
   */
  int attempt(Attempt attempt) throws IOException {
    int n = attempt.run();
    return n == Attempt.WOULD_BLOCK && yields.begin() ? attemptAgain(attempt) : n;
  }

  private int attemptAgain(Attempt attempt) throws IOException {
    int n = Attempt.WOULD_BLOCK;
    try {
      for (int i = 0; i < AdaptiveYield.TRIES && !closed && waiters.letOthersRun(); i++) {
        n = attempt.run();
        if (n != Attempt.WOULD_BLOCK) {
          break;
        }
      }
      return n;
    } finally {
      yields.end(n != Attempt.WOULD_BLOCK);
    }
  }

  /**
   * Waits, within this thread's turn, until the direction may be ready or has ended.
   *
   * @param start what {@link #begin} gave
   * @param moved how many bytes the operation has moved, for failures to report
   */
  public void await(long start, long moved) throws IOException {
    checkTime(start, moved);
    pause(() -> timeout.remaining(start), () -> closed || ended);
    checkUndisturbed(moved);
  }

  /** Fails if this direction was closed since the operation began, or this thread interrupted. */
  public void checkUndisturbed(long moved) throws IOException {
    checkStillOpen();
    if (Thread.currentThread().isInterrupted()) {
      throw Failures.interrupted(operation, address, moved);
    }
  }

  /**
   * Fails if an operation that began at {@code start}, having moved {@code moved} bytes, has used
   * up its time.
   *
   * @return how many nanoseconds are left
   */
  public long checkTime(long start, long moved) throws IOException {
    Timeout limit = timeout;
    long left = limit.remaining(start);
    if (left <= 0) {
      throw Failures.timedOut(operation, address, limit.nanos(), moved);
    }
    return left;
  }

  /**
   * Waits at most so long unless {@code over} holds; returns for any reason that {@link
   * Waiter#await} has.
   */
  void pause(LimitSupplier limit, BooleanSupplier over) throws IOException {
    Waiter mine = waiters.obtain();
    waiter = mine;
    try {
      long nanos = limit.nanos();
      if (!over.getAsBoolean() && nanos > 0) {
        mine.await(Math.min(nanos, waiters.patience()));
      }
    } finally {
      waiter = null;
      mine.release();
    }
  }

  /**
   * How long to wait, looked at when the waiter is in place, so that a change of the limit is never
   * missed.
   */
  interface LimitSupplier {
    /** Nanoseconds. */
    long nanos();
  }

  /** Wakes the thread that waits here. */
  public void wake() {
    Waiter current = waiter;
    if (current != null) {
      current.wake();
    }
  }

  /** Makes every later operation fail as closed, and wakes the thread that waits here. */
  public void close() {
    closed = true;
    wake();
  }

  /** Whether it was not closed. */
  public boolean isOpen() {
    return !closed;
  }

  /** Marks the end of this direction and wakes the thread that waits here. */
  public void end() {
    ended = true;
    wake();
  }

  /** Whether {@link #end} was called. */
  public boolean hasEnded() {
    return ended;
  }

  /** Has failures name another address. */
  void rename(Address newAddress) {
    address = newAddress;
  }

  /** How long an operation may take. */
  public Duration timeout() {
    return timeout.duration();
  }

  /** Sets how long an operation may take, also one that is blocked now. */
  public void timeout(Duration duration) {
    timeout = Timeout.of(duration);
    wake();
  }
}
