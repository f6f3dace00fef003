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
 * <p>Where there is {@code /proc}, CPU time is that of all threads, to the nanosecond. But it takes
 * a while to read, threads that are busy meanwhile add to it, and those that have ended are not in
 * it; so it is held against the system's sum for the process, which is quickly read and has it all,
 * in hundredths of a second. Wake-ups have no such sum: those of a thread that has ended are not
 * counted.
 */
final class ProcessMeter {
  private static final Path THREADS = Path.of("/proc/self/task");

  /** What a difference between two of the system's sums may be wrong by. */
  private static final Duration COARSE = Duration.ofMillis(20);

  private final Map<String, ThreadUsage> before = threads();
  private final Duration cpuBefore = processCpu();
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
    Duration coarse = processCpu().minus(cpuBefore);
    Map<String, ThreadUsage> after = threads();
    ThreadUsage used =
        after.entrySet().stream()
            .map(
                each -> each.getValue().minus(before.getOrDefault(each.getKey(), ThreadUsage.NONE)))
            .reduce(ThreadUsage.NONE, ThreadUsage::plus);
    return new ProcessUsage(
        Duration.ofNanos(nanos),
        after.isEmpty() ? coarse : refined(coarse, Duration.ofNanos(used.cpuNanos)),
        after.isEmpty() ? OptionalLong.empty() : OptionalLong.of(used.wakeUps));
  }

  /** The value nearest to {@code fine} that {@code coarse} allows for. */
  private static Duration refined(Duration coarse, Duration fine) {
    Duration least = coarse.minus(COARSE);
    Duration most = coarse.plus(COARSE);
    return fine.compareTo(least) < 0 ? least : fine.compareTo(most) > 0 ? most : fine;
  }

  private static Duration processCpu() {
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
