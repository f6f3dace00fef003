package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that connect. */
final class ConnectingOptions {
  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "How long one attempt to connect may take (10s unless given); where the command listens,"
              + " how long to wait (for ever unless given).")
  private Optional<Duration> timeout = Optional.empty();

  @Option(
      names = "--retry",
      paramLabel = "DURATION",
      description = "Try again until a listener appears, for so long in all.")
  private Optional<Duration> retry = Optional.empty();

  @Option(
      names = "--handshake-timeout",
      paramLabel = "DURATION",
      description =
          "At hybrid: addresses: how long the monitor may take to answer (2s unless given).")
  private Optional<Duration> handshakeTimeout = Optional.empty();

  /** What was given as {@code --timeout}. */
  Optional<Duration> timeout() {
    return timeout;
  }

  /** Whether anything was given that has a meaning only for who connects. */
  boolean isGiven() {
    return retry.isPresent() || handshakeTimeout.isPresent();
  }

  /** Says what is waited for, to who wants to know. */
  void announce(Address address, Talk talk) {
    retry.ifPresent(
        limit ->
            talk.detail(
                "connecting to " + address + ", for " + DurationText.seconds(limit) + " at most"));
  }

  /** Sets what was given. */
  void apply(ConnectOptions connect) {
    timeout.ifPresent(connect::timeout);
    retry.ifPresent(connect::retryFor);
    handshakeTimeout.ifPresent(connect::handshakeTimeout);
  }
}
