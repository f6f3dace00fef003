package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The peer that a measuring command connects to, and how. */
final class PerfTarget {
  @Parameters(paramLabel = "ADDRESS", description = "Where the peer listens.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument address;

  @Mixin private final ConnectingOptions connecting = new ConnectingOptions();
  @Mixin private final SystemBufferOptions buffers = new SystemBufferOptions();

  Address address() throws IOException {
    return address.address();
  }

  /** Connects; may be called by several threads at once. */
  Flow connect() throws IOException {
    return Hvsock.connect(
        address(),
        connect -> {
          connecting.apply(connect);
          buffers.apply(connect);
        });
  }
}
