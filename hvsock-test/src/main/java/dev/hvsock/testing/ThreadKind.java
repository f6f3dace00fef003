package dev.hvsock.testing;

import java.util.concurrent.Callable;

/**
 * The kinds of thread that a case runs on. A test method that has a parameter of this type is run
 * by {@link Watchdog} on such a thread.
 */
public enum ThreadKind {
  /** A thread of the operating system. */
  PLATFORM,
  /** A thread of the JVM, which must not hold its carrier up while it waits. */
  VIRTUAL;

  /** What a thread does when it has no result. */
  interface Work {
    void run() throws Exception;
  }

  /** Runs {@code work} in a new thread of this kind. */
  <T> Task<T> start(Callable<T> work) {
    return new Task<>(this == VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon(), work);
  }

  /** Runs {@code work} in a new thread of this kind. */
  Task<?> start(Work work) {
    return start(
        () -> {
          work.run();
          return true;
        });
  }

  @Override
  public String toString() {
    return this == VIRTUAL ? "virtual threads" : "platform threads";
  }
}
