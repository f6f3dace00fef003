package dev.hvsock.cli.windows;

import dev.hvsock.HypervAddress;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A service of the host that guests may connect to.
 *
 * @param id its service id
 * @param name what it is called, for people
 */
public record GuestService(UUID id, String name) {

  /** The port of AF_VSOCK that it is for a guest with Linux, if it is one. */
  public OptionalLong port() {
    return new HypervAddress(HypervAddress.WILDCARD, id).port();
  }

  /** What stands for it in an address: the port, or the id if it is no port. */
  public String text() {
    return port().isPresent() ? Long.toString(port().getAsLong()) : id.toString();
  }
}
