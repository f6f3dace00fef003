package dev.hvsock.cli;

import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Accepts one flow, and measures how fast its bytes come. */
@Command(
    name = "sink",
    description = {
      "Accepts one flow, reads it to its end, and reports.",
      "Timing begins when the flow is accepted and ends with the end of its bytes."
    },
    footer = {"", "Its peer may be:  socat -u FILE VSOCK-CONNECT:1:5000"})
final class PerfSinkCommand extends BaseCommand {
  @Mixin private final PerfReception reception = new PerfReception();
  @Mixin private final BufferOptions buffering = new BufferOptions();
  @Mixin private final PerfReportOptions reporting = new PerfReportOptions();

  @Override
  ExitCode run() throws IOException, InterruptedException {
    ByteBuffer buffer = buffering.allocate();
    ProcessMeter.start().read(); // the first one loads its classes, which is not to be measured
    return reception.open(talk()).one(flow -> receive(flow, buffer));
  }

  private ExitCode receive(Flow flow, ByteBuffer buffer) throws IOException {
    PerfReport report;
    try (Progress progress = progressOfBytes(Progress.UNKNOWN)) {
      report = new BulkTransfer(flow, buffer, progress).receive();
    }
    print(reporting.text(report));
    return ExitCode.DONE;
  }
}
