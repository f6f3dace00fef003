package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.transfer.Transfer;
import dev.hvsock.transfer.TransferReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Receives files from whoever sends. */
@Command(
    name = "receive",
    description = {
      "Receives into DIR what 'hvsock send' at the other end sends.",
      "Listens for it, unless told to --connect. Nothing outside DIR is touched, and a file has its"
          + " name when all of it is there and verified."
    },
    footer = {
      "",
      "In a guest:             hvsock receive vsock://any:5000 .",
      "From a Firecracker VM:  hvsock receive hybrid:/run/vm.vsock:5000 inbox",
      "With a bound:           hvsock receive --max-bytes 10G vsock://any:5000 inbox",
      "After a break:          hvsock receive --resume vsock://any:5000 ."
    })
final class ReceiveCommand extends IncomingCommand {
  @Parameters(paramLabel = "ADDRESS", description = "Where to listen, or to connect to.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument address;

  @Parameters(paramLabel = "DIR", description = "Where files go to; made if it is not there.")
  @SuppressWarnings("NullAway.Init")
  private String folder;

  @Option(names = "--keep", description = "Go on receiving, from several peers at once too.")
  private boolean keep;

  @Mixin private final Rendezvous rendezvous = new Rendezvous(true);

  @Override
  List<Operand> operands() {
    return List.of(
        Operand.address("ADDRESS", given -> address = given),
        Operand.text("DIR", given -> folder = given));
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    Path target = new NamedFiles(this).target(folder);
    check();
    rendezvous.check(this);
    Work work = (flow, view) -> receive(flow, target, view);
    if (keep) {
      rendezvous.checkKeep(this);
      Service service = (flow, view) -> transfer(flow, view, work);
      return rendezvous.many(address.address(), this, flow -> serve(flow, service));
    }
    return rendezvous.one(address.address(), this, flow -> transfer(flow, work));
  }

  private TransferReport receive(Flow flow, Path target, TransferView view) throws IOException {
    return Transfer.receive(flow, target, receive -> set(receive, view));
  }
}
