package dev.hvsock.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Meters what this process uses from its start on.
 *
 * <p>CPU time and wake-ups are those of each thread, to the nanosecond, where there is {@code
 * /proc}. A thread that ends meanwhile takes its own with it, and is missing; for CPU time there is
 * the system's sum for the process too, which has it, but counts in hundredths of a second. It
 * speaks where it says more than that.
 */
final class ProcessMeter {
  private static final Path THREADS = Path.of("/proc/self/task");

  /** What a difference between two of the system's sums may be wrong by. */
  private static final Duration COARSE = Duration.ofMillis(20);

  private final Map<String, ThreadUsage> before = threads();
  private final Duration coarseBefore = coarse();
  private final long start = System.nanoTime();

  private record ThreadUsage(long cpuNanos, long wakeUps) {
    static final ThreadUsage NONE = new ThreadUsage(0, 0);

    ThreadUsage minus(ThreadUsage earlier) {
      return new ThreadUsage(cpuNanos - earlier.cpuNanos, wakeUps - earlier.wakeUps);
    }

    ThreadUsage plus(ThreadUsage other) {
      return new ThreadUsage(cpuNanos + other.cpuNanos, wakeUps + other.wakeUps);
    }
  }

  private ProcessMeter() {}

  /**
   * Begins to meter; reading the counters first takes about a millisecond, which is not metered.
   */
  static ProcessMeter start() {
    return new ProcessMeter();
  }

  /** How much time has passed until now. */
  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** What has been used until now. */
  ProcessUsage read() {
    long nanos = System.nanoTime() - start;
    Map<String, ThreadUsage> after = threads();
    ThreadUsage used =
        after.entrySet().stream()
            .map(
                each -> each.getValue().minus(before.getOrDefault(each.getKey(), ThreadUsage.NONE)))
            .reduce(ThreadUsage.NONE, ThreadUsage::plus);
    Duration fine = Duration.ofNanos(used.cpuNanos);
    Duration coarse = coarse().minus(coarseBefore);
    return new ProcessUsage(
        Duration.ofNanos(nanos),
        after.isEmpty() || coarse.minus(COARSE).compareTo(fine) > 0 ? coarse : fine,
        after.isEmpty() ? OptionalLong.empty() : OptionalLong.of(used.wakeUps));
  }

  private static Duration coarse() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static Map<String, ThreadUsage> threads() {
    Map<String, ThreadUsage> threads = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(THREADS)) {
      for (Path folder : folders) {
        String cpu = ProcFile.word(ProcFile.text(folder.resolve("schedstat")), "");
        String wakeUps =
            ProcFile.word(ProcFile.text(folder.resolve("status")), "voluntary_ctxt_switches:");
        if (!cpu.isEmpty() && !wakeUps.isEmpty()) { // it may end while it is looked at
          threads.put(
              folder.getFileName().toString(),
              new ThreadUsage(Long.parseLong(cpu), Long.parseLong(wakeUps)));
        }
      }
    } catch (IOException e) {
      return Map.of(); // there is no such folder: another system
    }
    return threads;
  }
}
