package dev.hvsock.cli;

import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Where a measuring command waits for its peers, and how. */
final class PerfReception {
  @Parameters(paramLabel = "ADDRESS", description = "Where to listen; port 'any': a free one.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument address;

  @Mixin private final ListeningOptions listening = new ListeningOptions();
  @Mixin private final SystemBufferOptions buffers = new SystemBufferOptions();

  /** What accepts; a signal aborts the flows that are there. */
  Reception open(Talk talk) throws IOException {
    return new Reception(
        address.address(),
        listen -> {
          listening.apply(listen);
          buffers.apply(listen);
        },
        Security.NONE,
        Duration.ZERO,
        talk);
  }
}
