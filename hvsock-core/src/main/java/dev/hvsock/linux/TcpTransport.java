package dev.hvsock.linux;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TcpAddress;
import dev.hvsock.TransportStatus;
import dev.hvsock.engine.TcpHosts;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** AF_INET and AF_INET6, see {@code tcp(7)}. */
final class TcpTransport extends LinuxTransport {

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
                arena -> SocketAddresses.write(arena, host, target.port()),
                target,
                options));
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    TcpAddress target = (TcpAddress) address;
    InetAddress host = TcpHosts.toListenAt(target);
    return listen(
        family(host), arena -> SocketAddresses.write(arena, host, target.port()), address, options);
  }

  private static int family(InetAddress host) {
    return host instanceof Inet6Address ? LibC.AF_INET6 : LibC.AF_INET;
  }

  @Override
  Address localAddress(Address bound, Address asked) {
    return new TcpAddress(((TcpAddress) asked).host(), ((TcpAddress) bound).port());
  }
}
