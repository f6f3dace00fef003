package dev.hvsock.cli;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what many flows at once cost. */
@Command(
    name = "flows",
    description = {
      "Opens flows on virtual threads, holds them idle, lets each echo once, and reports.",
      "All must be answered with their own bytes, else the command fails.",
      "",
      "Memory a flow is by how much this process's resident memory (VmRSS) has grown from before "
          + "the first connect to when all are idle, garbage collected at both times, over their "
          + "number. So everything is in it: buffers, stacks of threads, heap that garbage has "
          + "used, classes loaded meanwhile (of few flows, most of it). What the kernel keeps for "
          + "a flow is not in it.",
      ""
    },
    footer = {
      "",
      "Its peer may be:  hvsock perf echo ADDRESS",
      "A vsock peer that accepts slowly refuses those its backlog has no room for: give --retry."
    })
final class PerfFlowsCommand extends BaseCommand {
  private static final int MAX_COUNT = 1_000_000;

  /** Descriptors that the JVM opens on the way: of its pollers, of what the report reads. */
  private static final int SPARE = 32;

  @Mixin private final PerfTarget target = new PerfTarget();
  @Mixin private final PerfReportOptions reporting = new PerfReportOptions();

  @Option(names = "--count", paramLabel = "N", description = "How many flows (1000 unless given).")
  private int count = 1_000;

  @Option(
      names = "--answer-timeout",
      paramLabel = "DURATION",
      description = "How long to wait for all answers (1m unless given).")
  private Duration patience = Duration.ofMinutes(1);

  @Override
  ExitCode run() throws IOException, InterruptedException {
    Optional<String> shortage = shortage(positive("--count", count, MAX_COUNT));
    if (shortage.isPresent()) {
      talk().fail(shortage.get());
      return ExitCode.IMPOSSIBLE;
    }
    try (FlowCrowd crowd = new FlowCrowd(target, count)) {
      print(reporting.text(measure(crowd)));
    }
    return ExitCode.DONE;
  }

  private Optional<String> shortage(int flows) throws IOException {
    OptionalLong limit =
        ProcFile.number(ProcFile.word(ProcFile.text("/proc/self/limits"), "Max open files"));
    String[] open = new File("/proc/self/fd").list();
    long needed = (long) flows + SPARE + (open == null ? 0 : open.length);
    return limit.isPresent() && limit.getAsLong() < needed
        ? Optional.of(
            "flows %s: %d flows need %d descriptors, and this process may have %d; try: ulimit -n %d"
                .formatted(target.address(), flows, needed, limit.getAsLong(), needed))
        : Optional.empty();
  }

  private PerfReport measure(FlowCrowd crowd) throws IOException, InterruptedException {
    ProcessMemory before = ProcessMemory.look();
    ProcessMeter meter = ProcessMeter.start();
    try (Progress progress = progress(count, "flows connected")) {
      crowd.gather(progress);
    }
    double connecting = meter.seconds();
    ProcessMemory idle = ProcessMemory.look();
    ProcessMemory share = idle.minus(before).dividedBy(count);
    double released = meter.seconds();
    try (Progress progress = progress(count, "flows answered")) {
      crowd.release(patience, progress);
    }
    double answering = meter.seconds() - released;
    ProcessUsage usage = meter.read();
    return new PerfReport()
        .add("flows", "flows", count)
        .add("bytesPerFlow", "memory a flow", share.resident(), "%d bytes")
        .add("heapBytesPerFlow", "  in the heap", share.heap(), "%d bytes")
        .add("seconds", "to the last answer", answering, "%.6f s")
        .add("connectSeconds", "to connect them", connecting, "%.6f s")
        .add("wallSeconds", "wall time", usage.seconds(), "%.6f s")
        .add(usage, crowd.bytes(), crowd.operations())
        .add(crowd.buffers());
  }
}
