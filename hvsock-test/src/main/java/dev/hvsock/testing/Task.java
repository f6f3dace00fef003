package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Something that a case has another thread do. */
final class Task<T> {
  private static final long SETTLE_MILLIS = 20;

  /**
   * How long a platform thread lives on after its work. Wine leaves an operation to the thread that
   * began it, and loses it if it ends just while that thread does; Windows does not.
   */
  private static final long LINGER_MILLIS = Long.getLong("hvsock.linger.millis", 0);

  private final CountDownLatch running = new CountDownLatch(1);
  private final FutureTask<T> work;
  private final Thread thread;

  Task(Thread.Builder builder, Callable<T> callable) {
    this.work = new FutureTask<>(callable);
    this.thread =
        builder.start(
            () -> {
              running.countDown();
              work.run();
              linger();
            });
  }

  private static void linger() {
    try {
      if (!Thread.currentThread().isVirtual()) {
        Thread.sleep(LINGER_MILLIS);
      }
    } catch (InterruptedException e) {
      // Whoever interrupts it wants it gone.
    }
  }

  /** Waits for the result, and throws what the work has thrown. */
  T get() throws Exception {
    try {
      return work.get();
    } catch (ExecutionException e) {
      throw thrown(e);
    }
  }

  /** Whether the work ends within that time. */
  boolean endsWithin(long nanos) throws InterruptedException {
    try {
      work.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  private static Exception thrown(ExecutionException e) {
    if (e.getCause() instanceof Exception cause) {
      return cause;
    }
    if (e.getCause() instanceof Error cause) {
      throw cause;
    }
    return e;
  }

  /** Waits for the work to fail, in this way. */
  <X extends Throwable> X failure(Class<X> type) {
    return assertThrows(type, this::get);
  }

  /**
   * Gives the thread the time to block. No thread can see from outside that another one waits in a
   * system call, so this pauses; a case must hold either way.
   */
  Task<T> awaitBlocked() throws InterruptedException {
    running.await();
    assertFalse(endsWithin(TimeUnit.MILLISECONDS.toNanos(SETTLE_MILLIS)), "it did not block");
    return this;
  }

  void interrupt() {
    thread.interrupt();
  }

  @Override
  public String toString() {
    return thread.toString();
  }
}
