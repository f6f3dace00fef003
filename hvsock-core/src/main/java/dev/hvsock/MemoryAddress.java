package dev.hvsock;

/**
 * An address inside this process: of an end of {@link Flows#pair()}, of a function flow, or in the
 * in-memory network of the test kit.
 *
 * @param host a name without {@code /}, {@code :} or spaces
 * @param port unsigned 32 bits
 */
public record MemoryAddress(String host, long port) implements Address {

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
    return new MemoryAddress(
        text.substring(0, colon),
        Unsigned32.parse("port", text.substring(colon + 1), Unsigned32.MAX, "a number"));
  }

  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public String toString() {
    return "memory://" + host + ":" + port;
  }
}
