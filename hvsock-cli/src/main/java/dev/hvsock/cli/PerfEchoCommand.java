package dev.hvsock.cli;

import dev.hvsock.BufferSizes;
import dev.hvsock.Flow;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The other end of measurements: sends back what arrives, on as many flows as come. */
@Command(
    name = "echo",
    description = {
      "Accepts flows until a signal comes, sends back what arrives on each, and reports.",
      "It is the other end of 'perf ping' and 'perf flows'."
    },
    footer = {"", "Another's echo:  socat VSOCK-LISTEN:5000,fork PIPE"})
final class PerfEchoCommand extends BaseCommand {
  private static final long LAST_WORDS_SECONDS = 2;

  @Mixin private final PerfReception reception = new PerfReception();
  @Mixin private final BufferOptions buffering = new BufferOptions();
  @Mixin private final PerfReportOptions reporting = new PerfReportOptions();

  @Option(
      names = "--threads",
      paramLabel = "KIND",
      description =
          "What threads the flows have, one each: ${COMPLETION-CANDIDATES} (virtual unless given).")
  private ThreadKind threads = ThreadKind.virtual;

  private final LongAdder flows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder operations = new LongAdder();
  private volatile Optional<BufferSizes> buffers = Optional.empty();

  @Override
  ExitCode run() throws IOException, InterruptedException {
    buffering.size(); // refuse it before somebody connects
    CountDownLatch reported = new CountDownLatch(1);
    Stopping.run(() -> reported.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS));
    try {
      ProcessMeter meter = ProcessMeter.start();
      ExitCode exit = reception.open(talk()).many(this::serve);
      print(reporting.text(report(meter.read())));
      return exit;
    } finally {
      reported.countDown();
    }
  }

  private ExitCode serve(Flow flow) throws IOException, InterruptedException {
    flows.increment();
    buffers = flow.bufferSizes();
    return threads.call(() -> echo(flow));
  }

  private ExitCode echo(Flow flow) throws IOException {
    EchoLoop loop = new EchoLoop(flow, buffering);
    try {
      loop.run();
    } finally {
      bytes.add(loop.bytes());
      operations.add(loop.operations());
    }
    return ExitCode.DONE;
  }

  private PerfReport report(ProcessUsage usage) {
    return new PerfReport()
        .add("flows", "flows", flows.sum())
        .add("bytes", "bytes sent back", bytes.sum())
        .add("wallSeconds", "wall time", usage.seconds(), "%.6f s")
        .add(usage, bytes.sum(), operations.sum())
        .add(buffers);
  }
}
