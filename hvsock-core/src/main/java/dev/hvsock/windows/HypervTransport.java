package dev.hvsock.windows;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.HypervAddress;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** AF_HYPERV, see {@code hvsocket.h}. */
final class HypervTransport extends WindowsTransport {
  /** What a socket is bound to before it connects: HV_GUID_ZERO twice. */
  private static final HypervAddress ANYWHERE =
      new HypervAddress(HypervAddress.WILDCARD, new UUID(0, 0));

  private static final HypervAddress ANY_ADDRESS = HypervAddress.of(HypervAddress.LOOPBACK, 0);

  @Override
  public String scheme() {
    return "hyperv";
  }

  /** Found out by making a socket, which sends nothing. */
  @Override
  public List<TransportStatus> status() {
    Optional<String> obstacle = obstacle();
    return List.of(new TransportStatus("hyperv", obstacle), new TransportStatus("vsock", obstacle));
  }

  private static Optional<String> obstacle() {
    try {
      WindowsSocket.open(Winsock.AF_HYPERV, "socket", ANY_ADDRESS).close();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    return connect((HypervAddress) address, address, options);
  }

  /** Connects to {@code target}, which its user calls {@code address}. */
  Flow connect(HypervAddress target, Address address, ConnectOptions options) throws IOException {
    if (target.vmId().equals(HypervAddress.WILDCARD)
        || target.vmId().equals(HypervAddress.CHILDREN)) {
      throw new IllegalArgumentException(
          "connect "
              + address
              + ": that VM id is for listening; try: the id of one VM (hvsock vms)");
    }
    return connect(
        Winsock.AF_HYPERV,
        arena -> SocketAddresses.write(arena, ANYWHERE),
        arena -> SocketAddresses.write(arena, target),
        address,
        options);
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    return listen((HypervAddress) address, address, UnaryOperator.identity(), options);
  }

  /** Listens at {@code target}, which its user calls {@code address}. */
  Listener listen(
      HypervAddress target, Address address, UnaryOperator<Address> naming, ListenOptions options)
      throws IOException {
    return listen(
        Winsock.AF_HYPERV, arena -> SocketAddresses.write(arena, target), address, naming, options);
  }

  @Override
  Address localAddress(Address bound, Address asked) {
    return asked;
  }
}
