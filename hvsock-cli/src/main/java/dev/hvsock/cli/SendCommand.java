package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends files to whoever receives. */
@Command(
    name = "send",
    description = {
      "Sends files, and folders with all that is in them, to 'hvsock receive' at the other end.",
      "Connects to it, unless told to --listen. What has arrived is verified by both.",
      "Links go as links, named ones too; of '.' what is in it goes."
    },
    footer = {
      "",
      "To a guest:          hvsock send --retry 1m report.pdf pictures vsock://42:5000",
      "To who comes:        hvsock send --listen --allow-cid 42 pictures vsock://any:1",
      "What would be sent:  hvsock send --dry-run pictures vsock://42:5000",
      "After a break:       the same again, with --resume at the receiver"
    })
final class SendCommand extends OutgoingCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "PATH... ADDRESS",
      hideParamSyntax = true,
      description = "What to send, and where to connect to or to listen.")
  @SuppressWarnings("NullAway.Init")
  private List<String> operands;

  @Mixin private final Rendezvous rendezvous = new Rendezvous(false);

  @Override
  List<Operand> operands() {
    return List.of(Operand.texts("PATH... ADDRESS", given -> operands = given));
  }

  @Override
  Optional<String> again() {
    return Optional.of("the same again, with --resume at the receiver");
  }

  @Override
  Optional<String> replacing() {
    return Optional.of("the same again, with --overwrite at the receiver");
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    Operands given = Operands.addressLast(this, operands);
    List<Path> sources = new NamedFiles(this).sources(given.paths());
    check();
    rendezvous.check(this);
    Address address = given.address().address();
    return rendezvous.one(
        address,
        this,
        flow ->
            transfer(flow, (peer, view) -> Transfer.send(peer, sources, send -> set(send, view))));
  }
}
