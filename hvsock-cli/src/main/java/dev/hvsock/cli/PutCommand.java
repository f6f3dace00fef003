package dev.hvsock.cli;

import dev.hvsock.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts files to whoever serves. */
@Command(
    name = "put",
    description = {
      "Puts files, and folders with all that is in them, into what 'hvsock serve' at the other end"
          + " serves.",
      "What has arrived is verified by both. The server may allow less than is asked for.",
      "Links go as links, named ones too; of '.' what is in it goes."
    },
    footer = {
      "",
      "Into the folder itself:  hvsock put app.tar vsock://42:5000",
      "Into one below it:       hvsock put app.tar conf vsock://42:5000 incoming/today",
      "A newer one:             hvsock put --overwrite older app.tar vsock://42:5000",
      "After a break:           hvsock put --resume app.tar vsock://42:5000"
    })
final class PutCommand extends OutgoingCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "PATH... ADDRESS [DEST]",
      hideParamSyntax = true,
      description = "What to put, who serves, and which folder there (made if it is not there).")
  @SuppressWarnings("NullAway.Init")
  private List<String> operands;

  @Mixin private final ExistingFilesOptions existing = new ExistingFilesOptions();
  @Mixin private final Connection connection = new Connection();

  @Override
  List<Operand> operands() {
    return List.of(Operand.texts("PATH... ADDRESS [DEST]", given -> operands = given));
  }

  @Override
  Optional<String> again() {
    return Optional.of(existing.again());
  }

  @Override
  Optional<String> replacing() {
    return existing.replacing().or(() -> Optional.of("--overwrite at the server too"));
  }

  @Override
  ExitCode run() throws IOException {
    Operands given = Operands.addressLastButOne(this, operands);
    List<Path> sources = new NamedFiles(this).sources(given.paths());
    String folder = given.after().map(this::servedPath).orElse("");
    check();
    return transfer(
        connection.open(given.address().address(), this),
        (flow, view) ->
            Transfer.put(
                flow,
                sources,
                folder,
                send -> {
                  set(send, view);
                  existing.apply(send);
                }));
  }
}
