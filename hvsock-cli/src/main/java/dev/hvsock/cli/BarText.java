package dev.hvsock.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/**
 * What a bar looks like. Rate and time left are reckoned here: the library's rate is by whole
 * seconds, and its time left by whole nanoseconds for each byte, of which there is not even one.
 */
final class BarText extends DefaultProgressBarRenderer {
  private final Unit unit;

  /**
   * What is counted.
   *
   * @param name with a space before it
   * @param size how many make one that is shown
   * @param timed whether the rate is of interest
   */
  record Unit(String name, long size, boolean timed) {
    /** Bytes, of which there are that many in the end. */
    static Unit ofBytes(long total) {
      return total < 10 << 20 ? new Unit(" KiB", 1 << 10, true) : new Unit(" MiB", 1 << 20, true);
    }
  }

  // The library takes null for a format that is not asked for.
  @SuppressWarnings("NullAway")
  BarText(Unit unit) {
    super(
        ProgressBarStyle.ASCII,
        unit.name,
        unit.size,
        unit.timed,
        null,
        ChronoUnit.SECONDS,
        true,
        state -> Optional.empty());
    this.unit = unit;
  }

  @Override
  protected String speed(ProgressState state) {
    return String.format(Locale.ROOT, "%.1f%s/s", rate(state) / unit.size, unit.name);
  }

  @Override
  protected String etaString(ProgressState state) {
    double rate = rate(state);
    if (state.isIndefinite() || rate == 0) {
      return "?";
    }
    Duration left = Duration.ofSeconds((long) ((state.getMax() - state.getCurrent()) / rate));
    return "%d:%02d:%02d left"
        .formatted(left.toHours(), left.toMinutesPart(), left.toSecondsPart());
  }

  /** How many there were in a second since the bar is there. */
  private static double rate(ProgressState state) {
    double millis = Math.max(1, state.getElapsedAfterStart().toMillis());
    return (state.getCurrent() - state.getStart()) * 1000 / millis;
  }
}
