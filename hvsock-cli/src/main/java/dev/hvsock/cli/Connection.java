package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowOptions;
import dev.hvsock.Hvsock;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** A flow to a listener elsewhere, and all options that it can have. */
final class Connection {
  @Mixin private final ConnectingOptions connecting = new ConnectingOptions();
  @Mixin private final ClosingOptions closing = new ClosingOptions();
  @Mixin private final HypervOptions hyperv = new HypervOptions();

  /** Connects. */
  Flow open(Address address, Talk talk) throws IOException {
    Flow flow =
        Hvsock.connect(
            address,
            connect -> {
              connecting.apply(connect);
              apply(connect);
            });
    talk.detail("connected to " + flow.remoteAddress());
    return flow;
  }

  /** Sets what was given of what an accepted flow can have too. */
  void apply(FlowOptions<?> flow) {
    closing.apply(flow);
    hyperv.apply(flow);
  }

  ConnectingOptions connecting() {
    return connecting;
  }
}
