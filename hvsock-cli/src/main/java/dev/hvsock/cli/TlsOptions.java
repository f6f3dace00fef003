package dev.hvsock.cli;

import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of TLS, for commands whose flows all are of one kind. */
final class TlsOptions {
  @Option(
      names = "--tls",
      description = "TLS 1.3 with certificates at both ends; needs --cert, --key and --ca.")
  private boolean tls;

  @Mixin private final TlsFiles files = new TlsFiles();

  /** What was asked for; reads the files, so that a wrong one is found before anybody is met. */
  Security read(BaseCommand command) throws IOException {
    return files.read(command, tls, "--tls");
  }
}
