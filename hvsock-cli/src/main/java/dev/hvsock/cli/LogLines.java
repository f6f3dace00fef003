package dev.hvsock.cli;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the library logs one more line of {@link Talk}. A finder of its own, which the JDK
 * asks for when the first line is logged, so that {@code java.util.logging} need not be started.
 */
public final class LogLines extends System.LoggerFinder {
  private static volatile Level threshold = Level.WARNING;

  /** Called by the JDK. */
  public LogLines() {}

  /** Sets which lines are shown, from now on. */
  static void show(Level least) {
    threshold = least;
  }

  @Override
  public Logger getLogger(String name, Module module) {
    return new Lines(name);
  }

  private record Lines(String name) implements Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= threshold.getSeverity() && level != Level.OFF;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        System.err.print(
            Progress.above(Talk.lines(thrown == null ? message + "" : message + ": " + thrown)));
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      if (isLoggable(level)) {
        boolean plain = format == null || parameters == null || parameters.length == 0;
        System.err.print(
            Progress.above(
                Talk.lines(plain ? format + "" : MessageFormat.format(format, parameters))));
      }
    }
  }
}
