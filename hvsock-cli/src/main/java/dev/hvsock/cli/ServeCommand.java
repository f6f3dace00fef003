package dev.hvsock.cli;

import dev.hvsock.Flow;
import dev.hvsock.transfer.Overwrite;
import dev.hvsock.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a folder to as many clients as come. */
@Command(
    name = "serve",
    description = {
      "Serves DIR to 'hvsock get', 'put' and 'ls' at the other end, to many at once.",
      "Nothing outside DIR is read or touched, and clients replace no files unless allowed to."
    },
    footer = {
      "",
      "In a guest, for its host:  hvsock serve --allow-cid host vsock://any:5000 /srv",
      "Its logs, not more:        hvsock serve --read-only vsock://any:5000 /var/log",
      "On the host:               hvsock get vsock://42:5000 . copy"
    })
final class ServeCommand extends TransferCommand {
  @Parameters(paramLabel = "ADDRESS", description = "Where to listen; port 'any': a free one.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument address;

  @Parameters(paramLabel = "DIR", description = "What to serve.")
  @SuppressWarnings("NullAway.Init")
  private String folder;

  @Option(names = "--read-only", description = "Let clients get and list, and put nothing.")
  private boolean readOnly;

  @Option(
      names = "--overwrite",
      paramLabel = "WHEN",
      completionCandidates = OverwriteOption.class,
      description =
          "Let clients replace files if they ask for it: ${COMPLETION-CANDIDATES} (never unless"
              + " given).")
  private Overwrite overwrite = Overwrite.NEVER;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      description = "How long transfers may go on after SIGINT or SIGTERM (5s unless given).")
  private Duration grace = Duration.ofSeconds(5);

  @Mixin private final IntakeOptions intake = new IntakeOptions();
  @Mixin private final RateOptions rate = new RateOptions();
  @Mixin private final ListeningOptions listening = new ListeningOptions();
  @Mixin private final ClosingOptions closing = new ClosingOptions();
  @Mixin private final HypervOptions hyperv = new HypervOptions();
  @Mixin private final TlsOptions tls = new TlsOptions();

  @Override
  List<Operand> operands() {
    return List.of(
        Operand.address("ADDRESS", given -> address = given),
        Operand.text("DIR", given -> folder = given));
  }

  @Override
  String done() {
    return "done with";
  }

  @Override
  Optional<String> again() {
    return Optional.empty();
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    check();
    intake.check(this);
    rate.check(this);
    Path served = new NamedFiles(this).served(folder);
    return new Reception(
            address.address(),
            listen -> {
              listening.apply(listen);
              closing.apply(listen);
              hyperv.apply(listen);
            },
            tls.read(this),
            grace,
            talk())
        .many(flow -> serve(flow, (client, view) -> serve(client, view, served)));
  }

  private ExitCode serve(Flow flow, TransferView view, Path served) throws IOException {
    Transfer.server(
            served,
            serve ->
                serve
                    .readOnly(readOnly)
                    .listeners(_ -> view)
                    .receiving(
                        receive -> {
                          apply(receive, view).overwrite(overwrite);
                          intake.apply(receive);
                        })
                    .sending(send -> rate.apply(apply(send, view))))
        .handle(flow);
    part(flow);
    return ExitCode.DONE;
  }
}
