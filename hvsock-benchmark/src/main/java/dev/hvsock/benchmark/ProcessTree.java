package dev.hvsock.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What Linux tells about a process and its descendants. */
final class ProcessTree {
  /** How {@code /proc/PID/stat} counts time: USER_HZ, which is 100 on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  private ProcessTree() {}

  /** The resident memory of one process. */
  static long residentBytes(long pid) throws IOException {
    return kibibytes(Path.of("/proc/" + pid + "/status"), "VmRSS:") * 1024;
  }

  /** The memory of a process and its descendants, what they share counted once. */
  static long proportionalBytes(ProcessHandle root) {
    return pids(root).map(ProcessTree::proportionalBytes).sum();
  }

  private static long proportionalBytes(long pid) {
    try {
      return kibibytes(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:") * 1024;
    } catch (IOException e) {
      return 0; // it has ended meanwhile
    }
  }

  private static LongStream pids(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants()).mapToLong(ProcessHandle::pid);
  }

  private static long kibibytes(Path file, String field) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(field)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException(file + ": has no " + field);
  }

  /** The CPU time of a process, of its descendants and of those of them that have ended. */
  static double cpuSeconds(ProcessHandle root) {
    return pids(root).mapToDouble(ProcessTree::cpuSeconds).sum();
  }

  private static double cpuSeconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // After the name, which may have spaces: state is the 3rd field of proc(5), utime the 14th.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = 11; i < 15; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (IOException e) {
      return 0; // it has ended meanwhile, and its parent has its time
    }
  }
}
