package dev.hvsock.cli;

import java.io.PrintWriter;
import java.util.stream.Collectors;

/**
 * What the tool says on standard error, line by line, each begun with its name; data is never
 * talked. Any thread may talk.
 */
final class Talk {
  /** How much is said. */
  enum Level {
    /** Failures that end the command. */
    QUIET,
    /** And what its user should know. */
    NORMAL,
    /** And a line for each flow, or each file. */
    VERBOSE
  }

  private final PrintWriter err;
  private final Level level;

  Talk(PrintWriter err, Level level) {
    this.err = err;
    this.level = level;
  }

  /** Says why the command fails. */
  void fail(String message) {
    print(message);
  }

  /** Says what the user should know, unless told to be quiet. */
  void say(String message) {
    if (level != Level.QUIET) {
      print(message);
    }
  }

  /** Says what the user asked to hear. */
  void detail(String message) {
    if (isVerbose()) {
      print(message);
    }
  }

  boolean isVerbose() {
    return level == Level.VERBOSE;
  }

  boolean isQuiet() {
    return level == Level.QUIET;
  }

  /** One print for all lines, so that those of another thread do not come between. */
  private void print(String message) {
    err.print(Progress.above(lines(message)));
    err.flush();
  }

  /** The text with the tool's name before each line; whoever wrote it commands no terminal. */
  static String lines(String message) {
    return message
        .lines()
        .map(line -> "hvsock: " + Printable.text(line) + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
