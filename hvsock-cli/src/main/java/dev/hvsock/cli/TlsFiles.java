package dev.hvsock.cli;

import dev.hvsock.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of who this end is in TLS, and whom it trusts. */
final class TlsFiles {
  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "With TLS: this end's certificate, in PEM.")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "With TLS: its private key, in PEM and not encrypted.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "With TLS: who must have signed the peer's certificate, in PEM.")
  private Optional<Path> authority = Optional.empty();

  @Option(
      names = "--tls-timeout",
      paramLabel = "DURATION",
      description = "With TLS: how long a handshake may take (10s unless given).")
  private Optional<Duration> timeout = Optional.empty();

  /**
   * Reads the files.
   *
   * @param wanted whether there is to be TLS at all
   * @param option what asks for it
   */
  Security read(BaseCommand command, boolean wanted, String option) throws IOException {
    if (!wanted) {
      if (certificate.isPresent() || key.isPresent() || authority.isPresent()) {
        throw command.misuse("--cert, --key and --ca are for TLS; try: " + option + " too");
      }
      return Security.NONE;
    }
    if (certificate.isEmpty() || key.isEmpty() || authority.isEmpty()) {
      throw command.misuse(option + " needs --cert, --key and --ca");
    }
    Tls tls = tls(command, certificate.get(), key.get(), authority.get());
    return new Security(Optional.of(timeout.map(tls::handshakeTimeout).orElse(tls)));
  }

  /** A file that cannot be read is as wrong as one that holds something else. */
  private static Tls tls(BaseCommand command, Path certificate, Path key, Path authority) {
    try {
      return Tls.of(certificate, key, authority);
    } catch (IOException e) {
      throw command.misuse(String.valueOf(e.getMessage()));
    }
  }
}
