package dev.hvsock.windows;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TcpAddress;
import dev.hvsock.TransportStatus;
import dev.hvsock.engine.TcpHosts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** AF_INET and AF_INET6, by the same operations as AF_HYPERV. */
final class TcpTransport extends WindowsTransport {

  @Override
  public String scheme() {
    return "tcp";
  }

  @Override
  public List<TransportStatus> status() {
    return List.of(new TransportStatus("tcp", Optional.empty()));
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    TcpAddress target = (TcpAddress) address;
    return TcpHosts.connect(
        target,
        host ->
            connect(
                family(host),
                arena -> anywhere(arena, host),
                arena -> SocketAddresses.write(arena, host, target.port()),
                target,
                options));
  }

  private static MemorySegment anywhere(Arena arena, InetAddress like) {
    try {
      byte[] zeros = new byte[like.getAddress().length];
      return SocketAddresses.write(arena, InetAddress.getByAddress(zeros), 0);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address is as long as another one of its family", e);
    }
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    TcpAddress target = (TcpAddress) address;
    InetAddress host = TcpHosts.toListenAt(target);
    return listen(
        family(host),
        arena -> SocketAddresses.write(arena, host, target.port()),
        address,
        UnaryOperator.identity(),
        options);
  }

  private static int family(InetAddress host) {
    return host instanceof Inet6Address ? Winsock.AF_INET6 : Winsock.AF_INET;
  }

  @Override
  Address localAddress(Address bound, Address asked) {
    return new TcpAddress(((TcpAddress) asked).host(), ((TcpAddress) bound).port());
  }
}
