package dev.hvsock.cli;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

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
  private final Unit unit;
  private final IntSupplier columns;
  private final long begun = System.nanoTime();
  private Optional<ProgressBar> bar = Optional.empty();
  private boolean ended;

  /** What is counted: how it is called, how many make one that is shown, and whether by time. */
  private record Unit(String name, long size, boolean timed) {
    static Unit ofBytes(long total) {
      return total < 10 << 20 ? new Unit(" KiB", 1 << 10, true) : new Unit(" MiB", 1 << 20, true);
    }
  }

  private Progress(PrintWriter err, boolean wanted, long total, Unit unit, IntSupplier columns) {
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
    return new Progress(err, wanted, total, Unit.ofBytes(total), columns);
  }

  /** Tells how many {@code things} there were. Shows nothing unless a person would see it. */
  static Progress of(
      PrintWriter err, boolean wanted, long total, String things, IntSupplier columns) {
    return new Progress(err, wanted, total, new Unit(" " + things, 1, false), columns);
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
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("hvsock")
            .setInitialMax(total == UNKNOWN ? -1 : total)
            .startsFrom(count, Duration.ofNanos(System.nanoTime() - begun))
            .setUnit(unit.name, unit.size)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(PAUSE_MILLIS)
            .continuousUpdate()
            .setEtaFunction(Progress::left)
            .setConsumer(new DelegatingProgressBarConsumer(this::show, columns.getAsInt() - 1));
    if (unit.timed) {
      builder.showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    }
    return builder.build();
  }

  /** The library's own reckoning is in whole nanoseconds a byte, of which there is not even one. */
  private static Optional<Duration> left(ProgressState state) {
    long done = state.getCurrent() - state.getStart();
    if (state.isIndefinite() || done <= 0) {
      return Optional.empty();
    }
    double rest = (double) (state.getMax() - state.getCurrent()) / done;
    return Optional.of(Duration.ofMillis((long) (state.getElapsedAfterStart().toMillis() * rest)));
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
