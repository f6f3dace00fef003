package dev.hvsock.cli;

import dev.hvsock.FlowOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that measure with other system buffers than a flow has by itself. */
final class SystemBufferOptions {
  @Option(
      names = "--buffer-size",
      paramLabel = "SIZE",
      description = "How much the system buffers each way (its own choice unless given).")
  private Optional<Size> size = Optional.empty();

  /** Sets what was given. */
  void apply(FlowOptions<?> flow) {
    size.ifPresent(bytes -> flow.bufferSize(bytes.bytes()));
  }
}
