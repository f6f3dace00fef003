package dev.hvsock.cli.windows;

import java.util.List;
import java.util.stream.Collectors;

/** A command as it is typed at a command prompt of Windows. */
final class CommandText {
  private CommandText() {}

  static String of(List<String> command) {
    return command.stream().map(CommandText::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w.:/\\\\-]+") ? argument : '"' + argument + '"';
  }
}
