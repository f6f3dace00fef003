package dev.hvsock.linux;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TcpAddress;
import dev.hvsock.TransportStatus;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** AF_INET and AF_INET6, see {@code tcp(7)}; names are resolved by the JDK. */
final class TcpTransport extends LinuxTransport {

  @Override
  public String scheme() {
    return "tcp";
  }

  @Override
  public List<TransportStatus> status() {
    return List.of(new TransportStatus("tcp", Optional.empty()));
  }

  /** Tries the addresses of the host's name in turn, and fails as the last one does. */
  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    TcpAddress target = (TcpAddress) address;
    if (target.port() == 0) {
      throw new IllegalArgumentException(
          "connect " + address + ": port 0 is for listening; try: the port of the listener");
    }
    InetAddress[] hosts = resolve("connect", target);
    for (int i = 0; i < hosts.length - 1; i++) {
      try {
        return connect(hosts[i], target, options);
      } catch (ConnectException | NoRouteToHostException e) {
        // The next one may answer.
      }
    }
    return connect(hosts[hosts.length - 1], target, options);
  }

  private Flow connect(InetAddress host, TcpAddress target, ConnectOptions options)
      throws IOException {
    return connect(
        family(host), arena -> SocketAddresses.write(arena, host, target.port()), target, options);
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    TcpAddress target = (TcpAddress) address;
    InetAddress host = resolve("listen", target)[0];
    return listen(
        family(host), arena -> SocketAddresses.write(arena, host, target.port()), address, options);
  }

  private static int family(InetAddress host) {
    return host instanceof Inet6Address ? LibC.AF_INET6 : LibC.AF_INET;
  }

  private static InetAddress[] resolve(String operation, TcpAddress address) throws IOException {
    try {
      return InetAddress.getAllByName(address.host());
    } catch (UnknownHostException e) {
      UnknownHostException named =
          new UnknownHostException(
              Failures.message(
                  operation, address, "the host name is unknown", "an IP address, or /etc/hosts"));
      named.initCause(e);
      throw named;
    }
  }

  @Override
  Address localAddress(Address bound, Address asked) {
    return new TcpAddress(((TcpAddress) asked).host(), ((TcpAddress) bound).port());
  }
}
