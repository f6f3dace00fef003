package dev.hvsock.framed;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** Work in a virtual thread of its own, whose failure is not lost. */
record Work(Thread thread, FutureTask<Boolean> task) {

  /** What is done. */
  interface Body {
    void run() throws Exception;
  }

  static Work start(Body body) {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              body.run();
              return true;
            });
    return new Work(Thread.ofVirtual().start(task), task);
  }

  /** Waits until it waits, and stays there. */
  void awaitBlocked() throws InterruptedException {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(Duration.ofMillis(1));
    }
    Thread.sleep(Duration.ofMillis(50));
    assertTrue(thread.isAlive(), "it ended instead of waiting");
  }

  void join() throws Exception {
    task.get(20, TimeUnit.SECONDS);
  }

  /** Waits for it to fail in this way. */
  <T extends Throwable> T failure(Class<T> type) {
    ExecutionException e =
        Assertions.assertThrows(ExecutionException.class, () -> task.get(20, TimeUnit.SECONDS));
    return assertInstanceOf(type, e.getCause());
  }
}
