package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.ProxyStatistics;
import dev.hvsock.ProxyStatistics.End;
import dev.hvsock.ProxyStatistics.Failure;
import dev.hvsock.ProxyStatistics.Leg;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Accepts flows at one address and joins each to a flow of its own to another. */
@Command(
    name = "forward",
    description = {
      "Accepts flows at FROM, connects each to TO, and copies both ways until both have ended.",
      "The directions end independently: a half-close on one side is a half-close on the other."
    },
    footer = {
      "",
      "A guest's sshd on the host:    hvsock forward tcp://127.0.0.1:2222 vsock://42:22",
      "The same with Firecracker:     hvsock forward tcp://127.0.0.1:2222 hybrid:/run/vm.vsock:22",
      "The host's docker in a guest:  hvsock forward --allow-cid 42 vsock://any:2375 unix:/run/docker.sock"
    })
final class ForwardCommand extends BaseCommand {
  @Parameters(paramLabel = "FROM", description = "Where to listen.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument from;

  @Parameters(paramLabel = "TO", description = "Where to connect to.")
  @SuppressWarnings("NullAway.Init")
  private AddressArgument to;

  @Option(names = "--once", description = "Forward one flow, and end with it.")
  private boolean once;

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      description = "How long flows may go on after SIGINT or SIGTERM (5s unless given).")
  private Duration grace = Duration.ofSeconds(5);

  @Option(
      names = "--tls-from",
      description = "TLS 1.3 with who connects to FROM; needs --cert, --key and --ca.")
  private boolean tlsFrom;

  @Option(
      names = "--tls-to",
      description = "TLS 1.3 with who listens at TO; needs --cert, --key and --ca.")
  private boolean tlsTo;

  @Mixin private final ListeningOptions listening = new ListeningOptions();
  @Mixin private final ConnectingOptions connecting = new ConnectingOptions();
  @Mixin private final ClosingOptions closing = new ClosingOptions();
  @Mixin private final HypervOptions hyperv = new HypervOptions();
  @Mixin private final TlsFiles tlsFiles = new TlsFiles();
  @Mixin private final CaptureOptions capturing = new CaptureOptions();

  @Override
  List<Operand> operands() {
    return List.of(
        Operand.address("FROM", given -> from = given), Operand.address("TO", given -> to = given));
  }

  @Override
  ExitCode run() throws IOException, InterruptedException {
    Security security = tlsFiles.read(this, tlsFrom || tlsTo, tlsOption());
    Target target = new Target(to.address(), tlsTo ? security : Security.NONE);
    Reception reception =
        new Reception(
            from.address(),
            listen -> {
              listening.apply(listen);
              closing.apply(listen);
              hyperv.apply(listen);
            },
            tlsFrom ? security : Security.NONE,
            grace,
            talk());
    try (Recording recording = capturing.begin(grace, talk())) {
      Reception.Guide guide = client -> attend(recording.of(client), target);
      return once ? reception.one(guide) : reception.many(guide);
    }
  }

  /**
   * Where flows go to.
   *
   * @param security what is made of them
   */
  private record Target(Address address, Security security) {}

  private String tlsOption() {
    return tlsFrom && tlsTo
        ? "--tls-from with --tls-to"
        : tlsFrom ? "--tls-from" : tlsTo ? "--tls-to" : "--tls-from or --tls-to";
  }

  /** Whatever fails, the client that is recorded has ended then. */
  private ExitCode attend(Flow client, Target to) throws IOException {
    try {
      return forward(client, to);
    } finally {
      client.abort();
    }
  }

  private ExitCode forward(Flow client, Target to) throws IOException {
    Flow target = connect(to);
    try {
      long start = System.nanoTime();
      ProxyStatistics moved = Flows.proxy(client, target);
      String line = line(client, to.address, moved, Duration.ofNanos(System.nanoTime() - start));
      if (moved.isComplete()) {
        client.close();
        target.close();
        talk().detail(line);
        return ExitCode.DONE;
      }
      end(client, moved.fromSecond());
      end(target, moved.fromFirst());
      talk().say(line);
      return ExitCode.FAILED;
    } finally {
      target.abort();
    }
  }

  private Flow connect(Target to) throws IOException {
    return to.security.connected(
        Hvsock.connect(
            to.address,
            connect -> {
              connecting.apply(connect);
              closing.apply(connect);
              hyperv.apply(connect);
            }));
  }

  /**
   * A peer that was sent everything may have it still to come; another one must not take what it
   * has for the whole.
   */
  private static void end(Flow flow, Leg sentThere) throws IOException {
    if (sentThere.failure().isEmpty()) {
      flow.close();
    } else {
      flow.abort();
    }
  }

  private static String line(Flow client, Address to, ProxyStatistics moved, Duration took) {
    String line =
        "%s -> %s: %d bytes there, %d back, in %s, %s ended first"
            .formatted(
                Reception.name(client),
                to,
                moved.fromFirst().copied().bytes(),
                moved.fromSecond().copied().bytes(),
                DurationText.seconds(took),
                moved.endedFirst() == End.FIRST ? "the client" : "the target");
    return moved.failures().findFirst().map(failure -> line + "; " + text(failure)).orElse(line);
  }

  private static String text(Failure failure) {
    String side = failure.end() == End.FIRST ? "the client" : "the target";
    return side + " failed: " + failure.cause().getMessage();
  }
}
