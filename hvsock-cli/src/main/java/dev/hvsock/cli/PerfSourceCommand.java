package dev.hvsock.cli;

import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Connects, and measures how fast bytes go. */
@Command(
    name = "source",
    description = {
      "Connects, writes, half-closes, waits for the peer's end, and reports.",
      "Timing begins when the flow is connected and ends with the peer's end."
    },
    footer = {"", "Its peer may be:  socat -u VSOCK-LISTEN:5000 - > /dev/null"})
final class PerfSourceCommand extends BaseCommand {
  @Mixin private final PerfTarget target = new PerfTarget();
  @Mixin private final BufferOptions buffering = new BufferOptions();
  @Mixin private final PerfReportOptions reporting = new PerfReportOptions();

  @Option(
      names = "--bytes",
      paramLabel = "SIZE",
      description = "How many bytes to write (1G unless given).")
  private Size size = new Size(1L << 30);

  @Override
  ExitCode run() throws IOException, InterruptedException {
    ByteBuffer buffer = buffering.allocate();
    ProcessMeter.start().read(); // the first one loads its classes, which is not to be measured
    Flow flow = target.connect();
    Stopping.run(flow::abort);
    PerfReport report;
    try (Progress progress = progressOfBytes(size.bytes())) {
      report = new BulkTransfer(flow, buffer, progress).send(size.bytes());
    } finally {
      flow.abort();
    }
    print(reporting.text(report));
    return ExitCode.DONE;
  }
}
