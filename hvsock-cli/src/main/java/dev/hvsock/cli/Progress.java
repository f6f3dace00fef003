package dev.hvsock.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * A bar on a terminal that tells how far it is, renewed ten times a second. It appears with the
 * first count after a while, so that what is short does not flash, and costs next to nothing where
 * nobody would see it. Not for use by several threads at once.
 */
final class Progress implements LongConsumer, AutoCloseable {
  /** The total of what nobody knows the total of. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final int PAUSE_MILLIS = 100;
  private static final long DELAY_NANOS = 300_000_000;

  /** Takes a line away, as its next one needs not be as long. */
  private static final String CLEAR = "\r\033[K";

  /** Whether there is a bar, which whatever is said has to stand above. */
  private static volatile boolean shown;

  private final PrintWriter err;
  private final boolean visible;
  private final long total;
  private final BarText.Unit unit;
  private final IntSupplier columns;
  private final long begun = System.nanoTime();
  private Optional<ProgressBar> bar = Optional.empty();
  private boolean ended;

  private Progress(
      PrintWriter err, boolean wanted, long total, BarText.Unit unit, IntSupplier columns) {
    this.err = err;
    this.visible = wanted && StandardStream.ERROR.isTerminal();
    this.total = total;
    this.unit = unit;
    this.columns = columns;
  }

  /**
   * Tells how many bytes there were, of what is moved. Shows nothing unless a person would see it.
   *
   * @param columns asked once how wide the terminal is
   */
  static Progress ofBytes(PrintWriter err, boolean wanted, long total, IntSupplier columns) {
    return new Progress(err, wanted, total, BarText.Unit.ofBytes(total), columns);
  }

  /** Tells how many {@code things} there were. Shows nothing unless a person would see it. */
  static Progress of(
      PrintWriter err, boolean wanted, long total, String things, IntSupplier columns) {
    return new Progress(err, wanted, total, new BarText.Unit(" " + things, 1, false), columns);
  }

  /** Whether somebody would see it. */
  boolean isVisible() {
    return visible;
  }

  /** What is said, with what makes it stand above the bar if there is one. */
  static String above(String lines) {
    return shown ? CLEAR + lines : lines;
  }

  @Override
  public void accept(long count) {
    if (!visible || ended) {
      return;
    }
    if (count == total) {
      close();
    } else if (bar.isPresent()) {
      bar.get().stepTo(count);
    } else if (System.nanoTime() - begun >= DELAY_NANOS) {
      bar = Optional.of(begin(count));
    }
  }

  private ProgressBar begin(long count) {
    shown = true;
    return new ProgressBarBuilder()
        .setTaskName("hvsock")
        .setInitialMax(total == UNKNOWN ? -1 : total)
        .startsFrom(count, Duration.ofNanos(System.nanoTime() - begun))
        .setUpdateIntervalMillis(PAUSE_MILLIS)
        .continuousUpdate()
        .setRenderer(new BarText(unit))
        .setConsumer(new DelegatingProgressBarConsumer(this::show, columns.getAsInt() - 1))
        .build();
  }

  private void show(String line) {
    err.print("\r" + line + "\033[K");
    err.flush();
  }

  /** Takes the line away. */
  @Override
  public void close() {
    ended = true;
    if (bar.isPresent()) {
      bar.get().close();
      bar = Optional.empty();
      shown = false;
      err.print(CLEAR);
      err.flush();
    }
  }
}
