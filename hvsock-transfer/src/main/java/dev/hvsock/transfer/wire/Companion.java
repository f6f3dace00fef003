package dev.hvsock.transfer.wire;

/** A thread that works beside another, and is over when that one closes this. */
public final class Companion implements AutoCloseable {
  private final Thread thread;

  private Companion(Thread thread) {
    this.thread = thread;
  }

  /** What it does, until it is done or interrupted. */
  public interface Work {
    /** Does it. */
    void run() throws InterruptedException;
  }

  /** Begins work that mostly waits for a flow, on a virtual thread. */
  public static Companion waiting(String name, Work work) {
    return start(Thread.ofVirtual(), name, work);
  }

  /**
   * Begins work that computes or uses files, on a platform thread: a virtual one would have a spare
   * carrier woken up for each use of a file. Where the system grants no more threads, a virtual one
   * does it, more slowly.
   */
  public static Companion working(String name, Work work) {
    try {
      return start(Thread.ofPlatform().daemon(), name, work);
    } catch (OutOfMemoryError e) {
      return start(Thread.ofVirtual(), name, work);
    }
  }

  private static Companion start(Thread.Builder thread, String name, Work work) {
    return new Companion(
        thread
            .name(name)
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (InterruptedException e) {
                    // It is over.
                  }
                }));
  }

  /**
   * Interrupts the work, and returns when it has ended, whoever interrupts the caller meanwhile.
   */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
