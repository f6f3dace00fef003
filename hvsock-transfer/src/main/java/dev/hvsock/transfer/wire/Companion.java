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

  /** Begins the work. */
  public static Companion start(String name, Work work) {
    return new Companion(
        Thread.ofVirtual()
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
