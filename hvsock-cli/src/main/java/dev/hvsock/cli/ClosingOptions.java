package dev.hvsock.cli;

import dev.hvsock.FlowOptions;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of how flows end, for commands that connect and those that accept. */
final class ClosingOptions {
  @Option(
      names = "--close-timeout",
      paramLabel = "DURATION",
      description = "How long to wait for a peer to end its direction too (2s unless given).")
  private Optional<Duration> closeTimeout = Optional.empty();

  @Option(
      names = "--monitor-may-leave",
      description =
          "At hybrid: addresses: take an end for one though the VM's monitor is gone by then.")
  private boolean monitorMayLeave;

  /** Sets what was given. */
  void apply(FlowOptions<?> flow) {
    closeTimeout.ifPresent(flow::closeTimeout);
    flow.monitorMayLeave(monitorMayLeave);
  }
}
