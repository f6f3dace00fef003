package dev.hvsock;

/**
 * An address inside this process: of an end of {@link Flows#pair()}, of a function flow, or in the
 * in-memory network of the test kit.
 *
 * @param host a name without {@code /}, {@code :} or spaces
 * @param port unsigned 32 bits; {@link #ANY_PORT} asks for a free one, 0 is a port like any other
 */
public record MemoryAddress(String host, long port) implements Address {
  /** A free port of the network's choice. */
  public static final long ANY_PORT = Unsigned32.MAX;

  /** Checks the name and the range of the port. */
  public MemoryAddress {
    Unsigned32.check("port", port);
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || "/:?#".indexOf(c) >= 0)) {
      throw new IllegalArgumentException("'" + host + "' is not a host name; try: guest");
    }
  }

  static MemoryAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("the port is missing; try: memory://" + text + ":5000");
    }
    String port = text.substring(colon + 1);
    return new MemoryAddress(
        text.substring(0, colon),
        port.equals("any")
            ? ANY_PORT
            : Unsigned32.parse("port", port, Unsigned32.MAX, "a number, or any"));
  }

  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public String toString() {
    return "memory://" + host + ":" + (port == ANY_PORT ? "any" : Long.toString(port));
  }
}
