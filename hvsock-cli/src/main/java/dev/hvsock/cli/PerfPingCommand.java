package dev.hvsock.cli;

import dev.hvsock.Flow;
import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how long bytes take to the peer and back. */
@Command(
    name = "ping",
    description = {
      "Connects, makes round trips one after the other, and reports how long they took.",
      "As many go before, to warm up, and are not measured."
    },
    footer = {"", "Its peer may be:  socat VSOCK-LISTEN:5000,fork PIPE"})
final class PerfPingCommand extends BaseCommand {
  private static final int MAX_COUNT = 10_000_000;

  /** What every system buffers; of more, two ends that both write first might wait for ever. */
  private static final int MAX_SIZE = 64 * 1024;

  @Mixin private final PerfTarget target = new PerfTarget();
  @Mixin private final PerfReportOptions reporting = new PerfReportOptions();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many round trips to measure (10000 unless given).")
  private int count = 10_000;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "How many bytes go each way, at most 64K (64 unless given).")
  private Size size = new Size(64);

  @Option(
      names = "--threads",
      paramLabel = "KIND",
      description = "In what thread: ${COMPLETION-CANDIDATES} (platform unless given).")
  private ThreadKind threads = ThreadKind.platform;

  @Override
  ExitCode run() throws IOException, InterruptedException {
    long[] nanos = new long[positive("--count", count, MAX_COUNT)];
    int bytes = size.upTo(MAX_SIZE, "--size");
    Flow flow = target.connect();
    Stopping.run(flow::abort);
    PerfReport report;
    try (Progress progress = progress(2L * count, "round trips")) {
      report = measure(flow, new PingPong(flow, bytes), nanos, progress);
      flow.close();
    } finally {
      flow.abort();
    }
    print(reporting.text(report));
    return ExitCode.DONE;
  }

  /**
   * The counters are read in this thread: reading files in a virtual one would add carriers, and
   * its rounds would not be what they are elsewhere.
   */
  private PerfReport measure(Flow flow, PingPong game, long[] nanos, Progress progress)
      throws IOException, InterruptedException {
    threads.call(() -> game.measure(nanos, progress));
    long before = game.operations();
    ProcessMeter meter = ProcessMeter.start();
    long total = threads.call(() -> game.measure(nanos, progress));
    ProcessUsage usage = meter.read();
    game.check();
    Arrays.sort(nanos);
    return new PerfReport()
        .add("count", "round trips", count)
        .add("size", "bytes each way", size.bytes())
        .add("meanNanos", "mean", (double) total / count, "%.0f ns")
        .add("p50Nanos", "50 % within", percentile(nanos, 500), "%d ns")
        .add("p99Nanos", "99 % within", percentile(nanos, 990), "%d ns")
        .add("p999Nanos", "99.9 % within", percentile(nanos, 999), "%d ns")
        .add("wallSeconds", "wall time", usage.seconds(), "%.6f s")
        .add(usage, 2 * size.bytes() * count, game.operations() - before)
        .add(flow.bufferSizes());
  }

  /** The smallest of the values that so many thousandths of them do not exceed. */
  private static long percentile(long[] sorted, long thousandths) {
    return sorted[(int) ((thousandths * sorted.length + 999) / 1000) - 1];
  }
}
