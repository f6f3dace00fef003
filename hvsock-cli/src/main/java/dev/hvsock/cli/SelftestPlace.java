package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.Hvsock;
import dev.hvsock.HypervAddress;
import dev.hvsock.TransportStatus;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import dev.hvsock.cli.windows.WindowsHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Where the self-test has its flows: addresses of this machine alone, which nobody else uses.
 *
 * @param address the first of them
 * @param folder what is to be deleted afterwards
 */
record SelftestPlace(Address address, Optional<Path> folder) implements AutoCloseable {
  /** Ports that no service is known to have, with room for thousands above. */
  private static final long FIRST_PORT = 0x1000_0000L;

  private static final long LAST_PORT = 0x7000_0000L;
  private static final int TRIES = 100;

  /** The address that was given, or the most telling one that this machine has. */
  static SelftestPlace of(Optional<Address> given, Optional<WindowsHost> windows)
      throws IOException {
    long port = ThreadLocalRandom.current().nextLong(FIRST_PORT, LAST_PORT);
    if (given.isPresent()) {
      return new SelftestPlace(given.get(), Optional.empty());
    }
    if (windows.isPresent()) {
      return new SelftestPlace(HypervAddress.of(HypervAddress.LOOPBACK, port), Optional.empty());
    }
    boolean loopback =
        Hvsock.transports().stream()
            .filter(status -> status.transport().equals("vsock loopback"))
            .anyMatch(TransportStatus::isAvailable);
    return loopback
        ? new SelftestPlace(VsockAddress.local(port), Optional.empty())
        : inFolder(Files.createTempDirectory("hvsock-selftest"));
  }

  private static SelftestPlace inFolder(Path folder) {
    return new SelftestPlace(UnixAddress.of(folder.resolve("s")), Optional.of(folder));
  }

  /**
   * Deletes what is left there; again and again, as a case that is under way when a signal comes
   * still makes files and removes them.
   */
  @Override
  public void close() throws IOException {
    for (int i = 1; folder.isPresent() && Files.exists(folder.get()); i++) {
      try {
        delete(folder.get());
      } catch (IOException | UncheckedIOException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  /** What is deepest comes first. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
