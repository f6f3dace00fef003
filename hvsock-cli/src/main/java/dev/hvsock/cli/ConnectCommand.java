package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Joins standard input and output to a listener elsewhere. */
@Command(
    name = "connect",
    description = {
      "Connects, and joins the flow to standard input and output.",
      "The end of standard input half-closes the flow; output goes on until the peer ends."
    },
    footer = {
      "",
      "Send a file:       hvsock connect vsock://42:5000 < file",
      "Wait for a guest:  hvsock connect --retry 1m vsock://42:22",
      "A Firecracker VM:  hvsock connect hybrid:/run/vm.vsock:5000",
      "In ssh_config:     ProxyCommand hvsock connect vsock://42:22"
    })
final class ConnectCommand extends BaseCommand {
  @Parameters(paramLabel = "ADDRESS", description = "Where the listener is.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument address;

  @Mixin private final ConnectingOptions connecting = new ConnectingOptions();
  @Mixin private final ClosingOptions closing = new ClosingOptions();
  @Mixin private final HypervOptions hyperv = new HypervOptions();
  @Mixin private final TlsOptions tls = new TlsOptions();

  @Override
  List<Operand> operands() {
    return List.of(Operand.address("ADDRESS", given -> address = given));
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    Security security = tls.read(this);
    connecting.announce(address.address(), talk());
    Flow flow =
        Hvsock.connect(
            address.address(),
            connect -> {
              connecting.apply(connect);
              closing.apply(connect);
              hyperv.apply(connect);
            });
    Stopping.run(flow::abort);
    Flow secured = security.connected(flow);
    talk().detail("connected to " + flow.remoteAddress() + security.peer(secured));
    if (flow.remoteAddress() instanceof HybridAddress) {
      talk()
          .detail(
              "if its monitor does not pass half-closes on, the end of the input cuts the answer off;"
                  + " try: framed: at both ends");
    }
    return new StandardJoin(secured, streams(), talk()).run();
  }
}
