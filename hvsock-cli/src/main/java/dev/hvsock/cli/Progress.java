package dev.hvsock.cli;

import java.io.PrintWriter;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/** One line on a terminal that tells how far it is, renewed ten times a second. */
final class Progress implements LongConsumer, AutoCloseable {
  /** The total of what nobody knows the total of. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final long PAUSE_NANOS = 100_000_000;

  private final PrintWriter err;
  private final boolean visible;
  private final long total;
  private final LongFunction<String> line;
  private long shown = System.nanoTime();
  private boolean begun;

  private Progress(PrintWriter err, boolean wanted, long total, LongFunction<String> line) {
    this.err = err;
    this.visible = wanted && StandardStream.ERROR.isTerminal();
    this.total = total;
    this.line = line;
  }

  /** Tells how many bytes there were. Shows nothing unless a person would see it. */
  static Progress ofBytes(PrintWriter err, boolean wanted, long total) {
    String end = total == UNKNOWN ? " MiB" : " of " + (total >> 20) + " MiB";
    return new Progress(err, wanted, total, bytes -> (bytes >> 20) + end);
  }

  /** Tells how many {@code things} there were. Shows nothing unless a person would see it. */
  static Progress of(PrintWriter err, boolean wanted, long total, String things) {
    String end = (total == UNKNOWN ? " " : " of " + total + " ") + things;
    return new Progress(err, wanted, total, count -> count + end);
  }

  @Override
  public void accept(long count) {
    if (!visible) {
      return;
    }
    long now = System.nanoTime();
    if (count == total) {
      close();
    } else if (now - shown >= PAUSE_NANOS) {
      shown = now;
      begun = true;
      err.print("\rhvsock: " + line.apply(count) + " ");
      err.flush();
    }
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (begun) {
      begun = false;
      err.print("\r\033[K");
      err.flush();
    }
  }
}
