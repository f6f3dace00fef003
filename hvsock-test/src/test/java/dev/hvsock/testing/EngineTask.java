package dev.hvsock.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work in a thread of its own, virtual or not, whose failure is not lost. */
final class EngineTask {
  /** Far longer than anything here takes, and shorter than a test may. */
  private static final long PATIENCE_SECONDS = 20;

  /** The two kinds of thread, which wait in different ways. */
  enum Kind {
    VIRTUAL,
    PLATFORM;

    /** One kind for even numbers, the other for odd ones. */
    static Kind alternating(int number) {
      return number % 2 == 0 ? VIRTUAL : PLATFORM;
    }

    EngineTask start(Work work) {
      FutureTask<Boolean> task =
          new FutureTask<>(
              () -> {
                work.run();
                return true;
              });
      Thread thread =
          this == VIRTUAL
              ? Thread.ofVirtual().unstarted(task)
              : Thread.ofPlatform().daemon().unstarted(task);
      thread.start();
      return new EngineTask(thread, task);
    }
  }

  /** What is done. */
  interface Work {
    void run() throws Exception;
  }

  private final Thread thread;
  private final FutureTask<Boolean> task;

  private EngineTask(Thread thread, FutureTask<Boolean> task) {
    this.thread = thread;
    this.task = task;
  }

  static EngineTask virtual(Work work) {
    return Kind.VIRTUAL.start(work);
  }

  /** Waits for the end of the work, and fails as it did. */
  void join() throws Exception {
    Optional<Throwable> failure = outcome();
    if (failure.isPresent() && failure.get() instanceof Error e) {
      throw e;
    }
    if (failure.isPresent()) {
      throw (Exception) failure.get();
    }
  }

  /** Waits for the work to fail. */
  Throwable failure() throws InterruptedException {
    return outcome().orElseThrow(() -> new AssertionError("the work was done without a failure"));
  }

  /** Waits for the end of the work; what it failed with, if it did. */
  Optional<Throwable> outcome() throws InterruptedException {
    try {
      task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause());
    } catch (TimeoutException e) {
      AssertionError stuck = new AssertionError("a thread is stuck: " + thread);
      stuck.setStackTrace(thread.getStackTrace());
      throw stuck;
    }
  }

  /** Waits for the end of the work, and tells whether nothing failed. */
  boolean endedWell() throws InterruptedException {
    return outcome().isEmpty();
  }

  boolean hasEnded() {
    return task.isDone();
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Gives the thread time to get where it waits, and fails if it did not stay there. */
  EngineTask waiting() throws InterruptedException {
    Thread.sleep(Duration.ofMillis(40));
    if (task.isDone()) {
      throw new AssertionError("the work ended instead of waiting", outcome().orElse(null));
    }
    return this;
  }
}
