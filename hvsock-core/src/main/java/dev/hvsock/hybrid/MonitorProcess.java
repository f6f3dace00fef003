package dev.hvsock.hybrid;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  /** ESRCH: the process ended between opening the file and reading it. */
  private static final String NO_SUCH_PROCESS = "No such process";

  // Of what follows the name in parentheses, which may hold anything.
  private static final int STATE = 0;
  private static final int FLAGS = 6;
  private static final int START = 19;

  /** The one that has the number now; empty if it cannot be seen, or is on its way out. */
  static Optional<MonitorProcess> find(long id) {
    try {
      List<String> fields = fields(id);
      return isExiting(fields)
          ? Optional.empty()
          : Optional.of(new MonitorProcess(id, fields.get(START)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it is known to be over, or about to be. */
  boolean isGone() {
    try {
      List<String> fields = fields(id);
      return !fields.get(START).equals(start) || isExiting(fields);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      // Anything else says nothing of it, such as that this process has no descriptor left to look.
      return NO_SUCH_PROCESS.equals(e.getMessage());
    }
  }

  private static boolean isExiting(List<String> fields) {
    return "ZXx".contains(fields.get(STATE)) || (Long.parseLong(fields.get(FLAGS)) & EXITING) != 0;
  }

  private static List<String> fields(long id) throws IOException {
    Path file = Path.of("/proc", Long.toString(id), "stat");
    String stat = Files.readString(file, StandardCharsets.ISO_8859_1);
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    if (fields.size() <= START) {
      throw new IOException(file + " has " + fields.size() + " fields only");
    }
    return fields;
  }
}
