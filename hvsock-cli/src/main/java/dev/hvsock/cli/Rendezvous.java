package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.ListenOptions;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where two ends meet of which either may listen, and how. */
final class Rendezvous {
  /** For the peer to be told why a transfer ends that a signal stops. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  @ArgGroup private final Way way = new Way();
  @Mixin private final Connection connection = new Connection();
  @Mixin private final ListeningOptions listening = new ListeningOptions();

  private final boolean listensUnlessTold;

  /** Who does what: one of these. */
  private static final class Way {
    @Option(
        names = "--listen",
        description = "Listen at ADDRESS; --timeout says how long to wait (for ever unless given).")
    private boolean listen;

    @Option(names = "--connect", description = "Connect to ADDRESS.")
    private boolean connect;
  }

  Rendezvous(boolean listensUnlessTold) {
    this.listensUnlessTold = listensUnlessTold;
  }

  boolean isListening() {
    return way.listen || (listensUnlessTold && !way.connect);
  }

  /** Refuses what makes no sense. */
  void check(BaseCommand command) {
    if (isListening() && connection.connecting().isGiven()) {
      throw command.misuse("--retry and --handshake-timeout are for who connects; try: --connect");
    }
    if (!isListening() && listening.isGiven()) {
      throw command.misuse("--allow-cid and --max-flows are for who listens; try: --listen");
    }
  }

  /** Refuses what makes no sense for who goes on listening. */
  void checkKeep(BaseCommand command) {
    if (!isListening()) {
      throw command.misuse("--keep is for who listens; try: without --connect");
    }
    if (connection.connecting().timeout().isPresent()) {
      throw command.misuse("--timeout is for one flow; with --keep, waiting never ends");
    }
  }

  /** Has a flow with the peer dealt with. */
  ExitCode one(Address address, BaseCommand command, Reception.Guide guide)
      throws IOException, InterruptedException {
    return isListening()
        ? reception(address, command).one(guide)
        : guide.guide(connection.open(address, command));
  }

  /** Listens, and has flows with as many peers dealt with as come. */
  ExitCode many(Address address, BaseCommand command, Reception.Guide guide)
      throws IOException, InterruptedException {
    return reception(address, command).many(guide);
  }

  private Reception reception(Address address, BaseCommand command) throws IOException {
    return new Reception(address, this::apply, connection.security(command), GRACE, command.talk());
  }

  private void apply(ListenOptions listen) {
    listening.apply(listen);
    connection.apply(listen);
    connection.connecting().timeout().ifPresent(listen::acceptTimeout);
  }
}
