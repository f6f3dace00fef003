package dev.hvsock.cli;

import dev.hvsock.CopyStatistics;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Accepts one flow or many, and joins each to standard input and output, or to what was asked. */
@Command(
    name = "listen",
    description = {
      "Listens for one flow and joins it to standard input and output.",
      "The end of standard input half-closes the flow; output goes on until the peer ends."
    },
    footer = {
      "",
      "Receive a file:    hvsock listen vsock://any:5000 > file",
      "A Firecracker VM:  hvsock listen hybrid:/run/vm.vsock:5000 > file",
      "Serve a command:   hvsock listen --keep --exec 'gzip -c' vsock://any:5000"
    })
final class ListenCommand extends BaseCommand {
  @Parameters(paramLabel = "ADDRESS", description = "Where to listen; port 'any': a free one.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument address;

  @Option(names = "--keep", description = "Go on accepting; needs --exec, --echo or --discard.")
  private boolean keep;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait for the one flow (for ever unless given).")
  private Optional<Duration> timeout = Optional.empty();

  @ArgGroup private final Mode mode = new Mode();
  @Mixin private final ListeningOptions listening = new ListeningOptions();
  @Mixin private final ClosingOptions closing = new ClosingOptions();
  @Mixin private final HypervOptions hyperv = new HypervOptions();
  @Mixin private final TlsOptions tls = new TlsOptions();

  /** What a flow is joined to instead of standard input and output: one of these. */
  private static final class Mode {
    @Option(
        names = "--exec",
        paramLabel = "CMD",
        description =
            "Join each flow to a process of its own, run by /bin/sh -c (on Windows cmd /c).")
    private Optional<String> command = Optional.empty();

    @Option(names = "--echo", description = "Send back whatever arrives.")
    private boolean echo;

    @Option(names = "--discard", description = "Read to the end, send nothing.")
    private boolean discard;

    boolean isEmpty() {
      return command.isEmpty() && !echo && !discard;
    }
  }

  @Override
  List<Operand> operands() {
    return List.of(Operand.address("ADDRESS", given -> address = given));
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    if (keep && mode.isEmpty()) {
      throw misuse(
          "--keep needs --exec, --echo or --discard: standard input can be joined to one flow only");
    }
    if (keep && timeout.isPresent()) {
      throw misuse("--timeout is for one flow; with --keep, waiting never ends");
    }
    Reception reception =
        new Reception(
            address.address(),
            listen -> {
              listening.apply(listen);
              closing.apply(listen);
              hyperv.apply(listen);
              timeout.ifPresent(listen::acceptTimeout);
            },
            tls.read(this),
            Duration.ZERO,
            talk());
    if (mode.command.isPresent()) {
      Stopping.run(() -> ProcessJoin.destroyAll(ProcessHandle.current()));
    }
    return keep ? reception.many(this::serve) : reception.one(this::serve);
  }

  private ExitCode serve(Flow flow) throws IOException, InterruptedException {
    if (mode.isEmpty()) {
      return new StandardJoin(flow, streams(), talk()).run();
    }
    return mode.command.isPresent() ? execute(flow, mode.command.get()) : drain(flow);
  }

  private ExitCode execute(Flow flow, String command) throws IOException, InterruptedException {
    int status = new ProcessJoin(flow, command).run();
    String end = Reception.name(flow) + ": '" + command + "' ended with status " + status;
    if (keep || status == 0) {
      talk().detail(end);
      return ExitCode.DONE;
    }
    talk().say(end);
    return ExitCode.FAILED;
  }

  private ExitCode drain(Flow flow) throws IOException {
    WritableByteChannel sink =
        mode.echo ? flow : Channels.newChannel(OutputStream.nullOutputStream());
    CopyStatistics copied = Flows.copy(flow, sink);
    flow.close();
    String took = DurationText.seconds(copied.duration());
    talk().detail(Reception.name(flow) + ": " + copied.bytes() + " bytes in " + took);
    return ExitCode.DONE;
  }
}
