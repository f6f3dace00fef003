package dev.hvsock;

import java.util.Optional;

/**
 * Whether one kind of transport works on this machine.
 *
 * @param transport its name: {@code vsock}, {@code vsock loopback}, {@code unix}, {@code tcp}
 * @param unavailable why it does not work, ending with the remedy; empty if it works
 */
public record TransportStatus(String transport, Optional<String> unavailable) {

  /** Whether it works. */
  public boolean isAvailable() {
    return unavailable.isEmpty();
  }
}
