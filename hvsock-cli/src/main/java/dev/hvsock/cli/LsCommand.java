package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Transfer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what somebody serves. */
@Command(
    name = "ls",
    description = "Lists a folder of what 'hvsock serve' at the other end serves, as 'ls -l' does.",
    footer = {
      "",
      "All:       hvsock ls vsock://42:5000",
      "A folder:  hvsock ls vsock://42:5000 var/log"
    })
final class LsCommand extends BaseCommand {
  @Parameters(index = "0", paramLabel = "ADDRESS", description = "Who serves.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument address;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "A folder, file or link of what is served (its top folder unless given).")
  private Optional<String> path = Optional.empty();

  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      description = "How long the peer may be silent (1m unless given).")
  private Duration patience = Duration.ofMinutes(1);

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final Connection connection = new Connection();

  @Override
  List<Operand> operands() {
    return List.of(Operand.address("ADDRESS", given -> address = given));
  }

  @Override
  ExitCode run() throws IOException {
    positive("--patience", patience);
    String asked = path.map(this::servedPath).orElse("");
    try (Flow flow = connection.open(address.address(), this)) {
      Stopping.run(flow::abort);
      List<Entry> entries = Transfer.list(flow, asked, list -> list.patience(patience));
      Listing listing = new Listing(entries);
      print(json ? JsonText.of(listing::write) : listing.table());
    }
    return ExitCode.DONE;
  }
}
