package dev.hvsock;

/**
 * An address of TCP.
 *
 * @param host a host name, or an IP address without brackets; resolved when it is connected to or
 *     listened at
 * @param port 0 to 65535; 0 asks the system for a free one when listening
 */
public record TcpAddress(String host, int port) implements Address {
  private static final int MAX_PORT = 65535;

  /** Checks the range of the port, and that the host is one word. */
  public TcpAddress {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port " + port + " is not in 0 to " + MAX_PORT);
    }
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || "/?#@[]".indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "'" + host + "' is not a host name or an IP address; try: localhost");
    }
  }

  static TcpAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new IllegalArgumentException("the port is missing; try: tcp://" + text + ":5000");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "an IPv6 address stands in brackets; try: tcp://[" + host + "]" + text.substring(colon));
    }
    String port = text.substring(colon + 1);
    return new TcpAddress(host, (int) Unsigned32.parse("port", port, MAX_PORT, "a number"));
  }

  @Override
  public String scheme() {
    return "tcp";
  }

  @Override
  public String toString() {
    return "tcp://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
