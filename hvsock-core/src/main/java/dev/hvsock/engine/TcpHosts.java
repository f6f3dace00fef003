package dev.hvsock.engine;

import dev.hvsock.Flow;
import dev.hvsock.TcpAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

/** The IP addresses behind the name in an address of tcp; names are resolved by the JDK. */
public final class TcpHosts {
  private TcpHosts() {}

  /** One attempt to connect. */
  public interface Attempt {
    /** Connects to the port of the address at {@code host}. */
    Flow connect(InetAddress host) throws IOException;
  }

  /** Tries the addresses of the host's name in turn, and fails as the last one does. */
  public static Flow connect(TcpAddress address, Attempt attempt) throws IOException {
    if (address.port() == 0) {
      throw new IllegalArgumentException(
          "connect " + address + ": port 0 is for listening; try: the port of the listener");
    }
    InetAddress[] hosts = resolve("connect", address);
    for (int i = 0; i < hosts.length - 1; i++) {
      try {
        return attempt.connect(hosts[i]);
      } catch (ConnectException | NoRouteToHostException e) {
        // The next one may answer.
      }
    }
    return attempt.connect(hosts[hosts.length - 1]);
  }

  /** Where to listen: the first address of the host's name. */
  public static InetAddress toListenAt(TcpAddress address) throws IOException {
    return resolve("listen", address)[0];
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
}
