package dev.hvsock.cli;

import java.io.PrintWriter;
import java.util.function.LongConsumer;

/** One line on a terminal that tells how far it is, renewed ten times a second. */
final class Progress implements LongConsumer {
  private static final long PAUSE_NANOS = 100_000_000;

  private final PrintWriter err;
  private final long total;
  private long shown = System.nanoTime();

  private Progress(PrintWriter err, long total) {
    this.err = err;
    this.total = total;
  }

  /** Shows nothing unless a person would see it. */
  static LongConsumer of(PrintWriter err, long total, boolean wanted) {
    return wanted && StandardStream.ERROR.isTerminal() ? new Progress(err, total) : bytes -> {};
  }

  @Override
  public void accept(long bytes) {
    long now = System.nanoTime();
    if (now - shown >= PAUSE_NANOS || bytes == total) {
      shown = now;
      err.printf("\rhvsock: %d of %d MiB ", bytes >> 20, total >> 20);
      if (bytes == total) {
        err.print("\r\033[K");
      }
      err.flush();
    }
  }
}
