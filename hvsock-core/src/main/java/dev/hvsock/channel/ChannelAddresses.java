package dev.hvsock.channel;

import dev.hvsock.Address;
import dev.hvsock.UnixAddress;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Addresses of AF_UNIX as the JDK has them, which are paths. */
final class ChannelAddresses {
  private static final UnixAddress UNNAMED = new UnixAddress("");

  private ChannelAddresses() {}

  /** The path to connect to or to listen at. */
  static Path path(String operation, Address address) throws IOException {
    UnixAddress unix = (UnixAddress) address;
    if (unix.isUnnamed()) {
      throw Failures.pathMissing(operation, unix);
    }
    if (unix.isAbstract()) {
      throw Failures.unavailable(
          operation,
          unix,
          "only Linux has abstract names (EAFNOSUPPORT)",
          "a path, such as unix:" + unix.name().substring(1) + ".sock");
    }
    try {
      return Path.of(unix.name());
    } catch (InvalidPathException e) {
      throw ChannelFailures.inexpressible(operation, unix, e);
    }
  }

  /** What the JDK says that an end is called; nothing, if no address of ours can hold it. */
  static UnixAddress read(@Nullable SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress unix) {
      try {
        return UnixAddress.of(unix.getPath());
      } catch (IllegalArgumentException e) {
        return UNNAMED;
      }
    }
    return UNNAMED;
  }
}
