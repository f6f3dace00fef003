package dev.hvsock.linux;

import java.lang.ref.Cleaner;

/**
 * Says in the log that a flow or listener became unreachable without having been closed, which
 * loses its descriptor.
 */
final class LeakReport implements Runnable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final int fd;
  private final String what;
  private volatile boolean closed;

  private LeakReport(int fd, String what) {
    this.fd = fd;
    this.what = what;
  }

  /** Watches {@code owner}; to be cleaned when the descriptor is closed. */
  static Cleaner.Cleanable watch(Object owner, int fd, String what) {
    LeakReport report = new LeakReport(fd, what);
    Cleaner.Cleanable watch = CLEANER.register(owner, report);
    return () -> {
      report.closed = true;
      watch.clean();
    };
  }

  @Override
  public void run() {
    if (!closed) {
      System.getLogger("dev.hvsock")
          .log(
              System.Logger.Level.WARNING,
              "{0} was never closed: descriptor {1} is lost; try: try-with-resources",
              what,
              fd);
    }
  }
}
