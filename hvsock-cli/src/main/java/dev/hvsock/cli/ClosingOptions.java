package dev.hvsock.cli;

import dev.hvsock.FlowOptions;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that close flows, whether they connected or accepted them. */
final class ClosingOptions {
  @Option(
      names = "--close-timeout",
      paramLabel = "DURATION",
      description = "How long to wait for a peer to end its direction too (2s unless given).")
  private Optional<Duration> closeTimeout = Optional.empty();

  /** Sets what was given. */
  void apply(FlowOptions<?> flow) {
    closeTimeout.ifPresent(flow::closeTimeout);
  }
}
