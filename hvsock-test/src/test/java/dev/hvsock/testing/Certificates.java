package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Certificates that openssl makes, in a folder: of one CA, {@code ca.pem}, unless said otherwise.
 */
record Certificates(Path folder) {
  private static final String EC_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
  private static final long MAX_SECONDS = 30;

  /** What two ends have that show each other the same certificate. */
  static Tls ofBothEnds() {
    return BothEnds.TLS;
  }

  /** Made once, as that takes openssl a while. */
  private static final class BothEnds {
    static final Tls TLS = make();

    private static Tls make() {
      try {
        Certificates certificates = in(Files.createTempDirectory("hvsock-certificates"));
        certificates.make("both");
        Tls tls = certificates.tls("both");
        certificates.remove();
        return tls;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void remove() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Makes the CA. */
  static Certificates in(Path folder) {
    Certificates made = new Certificates(folder);
    made.authority("ca");
    return made;
  }

  /** Makes a CA. */
  void authority(String name) {
    openssl(
        "req -x509 %s -keyout %s.key -out %s.pem -days 2 -subj".formatted(EC_KEY, name, name),
        "/CN=" + name);
  }

  /** Makes a certificate and its key, good for both roles. */
  void make(String name) {
    make(name, "ca", EC_KEY, 2, "extendedKeyUsage=clientAuth,serverAuth");
  }

  /**
   * Makes a certificate and its key.
   *
   * @param key openssl's options for the kind of key
   * @param days for how long it is valid; less than 0 for one that was before
   * @param extension a line of openssl's
   */
  void make(String name, String authority, String key, int days, String extension) {
    openssl(
        "req -new %s -keyout %s.key -out %s.csr -subj".formatted(key, name, name), "/CN=" + name);
    write(name + ".ext", extension);
    openssl(
        "x509 -req -in %s.csr -CA %s.pem -CAkey %s.key -days %d -extfile %s.ext -out %s.pem"
            .formatted(name, authority, authority, days, name, name));
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  void write(String name, String text) {
    try {
      Files.writeString(file(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TLS of who has the certificate of that name, and trusts the CA. */
  Tls tls(String name) throws IOException {
    return tls(name, "ca");
  }

  Tls tls(String name, String authority) throws IOException {
    return Tls.of(file(name + ".pem"), file(name + ".key"), file(authority + ".pem"));
  }

  /** Runs openssl; {@code last} is one more argument each, which may hold spaces. */
  String openssl(String arguments, String... last) {
    List<String> command =
        Stream.of(List.of("openssl"), List.of(arguments.split(" ")), List.of(last))
            .flatMap(List::stream)
            .toList();
    try {
      Path said = Files.createTempFile(folder, "openssl", ".log");
      Process openssl =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean ended = openssl.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
      openssl.destroyForcibly();
      if (!ended || openssl.exitValue() != 0) {
        throw new IllegalStateException(command + " failed: " + Files.readString(said));
      }
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException("openssl cannot be run; try: apt-get install openssl", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Secures both ends of a stream. */
  static FlowPair secured(FlowPair pair, Tls client, Tls server) throws IOException {
    Task<Flow> connecting = ThreadKind.VIRTUAL.start(() -> client.client(pair.first()));
    try {
      Flow accepted = server.server(pair.second());
      return new FlowPair(connecting.get(), accepted);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
