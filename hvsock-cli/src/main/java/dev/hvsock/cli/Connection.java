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
  @Mixin private final TlsOptions tls = new TlsOptions();

  /** Connects. */
  Flow open(Address address, BaseCommand command) throws IOException {
    Security security = security(command);
    connecting.announce(address, command.talk());
    Flow flow =
        Hvsock.connect(
            address,
            connect -> {
              connecting.apply(connect);
              apply(connect);
            });
    Flow secured = security.connected(flow);
    command.talk().detail("connected to " + flow.remoteAddress() + security.peer(secured));
    return secured;
  }

  /** What is made of a flow, whoever listened. */
  Security security(BaseCommand command) throws IOException {
    return tls.read(command);
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
