package dev.hvsock.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds.
 *
 * @param descriptors open descriptors
 * @param threads platform threads
 * @param heap bytes on the heap that are not garbage
 * @param foreign bytes of native memory given to Java code, which is where arenas are; 0 where the
 *     JVM does not track native memory
 */
record EngineCounts(long descriptors, int threads, long heap, long foreign) {
  /** Waiters of platform threads are kept for the next ones, 16 or a few more. */
  static final int KEPT_DESCRIPTORS = 24;

  private static final long HEAP_SLACK = 2_000_000;
  private static final int THREADS_SLACK = 4; // those of the JVM itself

  private static final long CLEANING_NANOS = 10_000_000;
  private static final int MOST_CYCLES = 30;

  private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+, committed=(\\d+)");

  static EngineCounts now() throws IOException {
    long foreign = foreignBytes();
    long before = -1;
    for (int i = 0; i < 3 || (foreign != before && i < MOST_CYCLES); i++) {
      System.gc(); // a cleaner's work takes a cycle of its own
      LockSupport.parkNanos(CLEANING_NANOS);
      before = foreign;
      foreign = foreignBytes();
    }
    Runtime runtime = Runtime.getRuntime();
    return new EngineCounts(
        descriptorCount(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        runtime.totalMemory() - runtime.freeMemory(),
        foreign);
  }

  /**
   * Fails if there is more of something in {@code after}.
   *
   * @param descriptorSlack how many more descriptors there may be
   * @param foreignSlack how much more native memory there may be
   */
  void checkKept(EngineCounts after, int descriptorSlack, long foreignSlack) {
    System.out.println("before " + this);
    System.out.println("after  " + after);
    check(foreign > 0, "native memory is not tracked");
    check(after.descriptors <= descriptors + descriptorSlack, "descriptors are lost");
    check(after.threads <= threads + THREADS_SLACK, "threads are left over");
    check(after.foreign <= foreign + foreignSlack, "native memory is lost");
    check(after.heap <= heap + HEAP_SLACK, "objects are kept");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  static long descriptorCount() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }

  private static long foreignBytes() {
    try {
      Object summary =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmNativeMemory",
                  new Object[] {new String[] {"summary", "scale=B"}},
                  new String[] {String[].class.getName()});
      Matcher matcher = OTHER.matcher(String.valueOf(summary));
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The process's memory in bytes, shared libraries included. */
  static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
