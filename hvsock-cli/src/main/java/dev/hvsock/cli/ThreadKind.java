package dev.hvsock.cli;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The kinds of threads there are, in the letters that are typed, offered and listed. */
enum ThreadKind {
  platform,
  virtual;

  /** Work that fails as a command does. */
  interface Work<T> {
    /** Does it. */
    T run() throws IOException, InterruptedException;
  }

  /**
   * Has {@code work} done in a thread of this kind, and waits for it: in the calling one, if it is
   * one. An interrupt is passed on.
   */
  <T> T call(Work<T> work) throws IOException, InterruptedException {
    if (Thread.currentThread().isVirtual() == (this == virtual)) {
      return work.run();
    }
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread thread = builder().name("hvsock-perf").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case InterruptedException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new AssertionError("nothing else is thrown", e);
      }
    }
  }

  private Thread.Builder builder() {
    return this == virtual ? Thread.ofVirtual() : Thread.ofPlatform();
  }
}
