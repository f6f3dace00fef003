package dev.hvsock.linux;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.UnixAddress;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** AF_UNIX, see {@code unix(7)}. */
final class UnixTransport extends LinuxTransport {

  @Override
  public String scheme() {
    return "unix";
  }

  @Override
  public List<TransportStatus> status() {
    return List.of(new TransportStatus("unix", Optional.empty()));
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    UnixAddress target = named("connect", address);
    return connect(LibC.AF_UNIX, arena -> SocketAddresses.write(arena, target), address, options);
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    UnixAddress target = named("listen", address);
    if (!isExpressible(target)) {
      throw new BindException(
          Failures.message(
              "listen",
              target,
              "this locale cannot express the path",
              "LC_ALL=C.UTF-8, or a path in ASCII"));
    }
    return listen(LibC.AF_UNIX, arena -> SocketAddresses.write(arena, target), address, options);
  }

  /** The path is to be removed in the end, by the JDK, whose encoding of names is the locale's. */
  private static boolean isExpressible(UnixAddress target) {
    try {
      return target.isAbstract() || !Path.of(target.name()).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static UnixAddress named(String operation, Address address) {
    UnixAddress unix = (UnixAddress) address;
    if (unix.isUnnamed()) {
      throw Failures.pathMissing(operation, unix);
    }
    return unix;
  }

  @Override
  Address localAddress(Address bound, Address asked) {
    return asked;
  }
}
