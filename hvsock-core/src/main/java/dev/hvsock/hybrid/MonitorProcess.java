package dev.hvsock.hybrid;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process of Linux, as {@code /proc/PID/stat} tells of it.
 *
 * @param id its number
 * @param start when it began, in clock ticks since the system did: another process may get the
 *     number later
 */
record MonitorProcess(long id, String start) {
  /** PF_EXITING of the kernel: set before a process's descriptors are closed. */
  private static final long EXITING = 0x4;

  // Of what follows the name in parentheses, which may hold anything.
  private static final int STATE = 0;
  private static final int FLAGS = 6;
  private static final int START = 19;

  /** The one that has the number now; empty if it cannot be seen, or is on its way out. */
  static Optional<MonitorProcess> find(long id) {
    return fields(id)
        .filter(fields -> !isExiting(fields))
        .map(fields -> new MonitorProcess(id, fields.get(START)));
  }

  /** Whether it is over, or about to be. */
  boolean isGone() {
    return fields(id)
        .filter(fields -> fields.get(START).equals(start) && !isExiting(fields))
        .isEmpty();
  }

  private static boolean isExiting(List<String> fields) {
    return "ZXx".contains(fields.get(STATE)) || (Long.parseLong(fields.get(FLAGS)) & EXITING) != 0;
  }

  private static Optional<List<String>> fields(long id) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(id), "stat"), StandardCharsets.ISO_8859_1);
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      return fields.size() > START ? Optional.of(fields) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
