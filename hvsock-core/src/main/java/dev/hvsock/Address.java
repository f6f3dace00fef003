package dev.hvsock;

/**
 * Where a flow or a listener lives.
 *
 * <p>Each kind of transport has its own record. {@code toString} is the text form, and {@link
 * #parse} reads it back to an equal address:
 *
 * <table>
 * <caption>Text forms</caption>
 * <tr><td>{@code vsock://CID:PORT}</td><td>{@link VsockAddress}; CID is a number or {@code any}, {@code hypervisor},
 *     {@code local}, {@code host}; PORT is a number or {@code any}</td></tr>
 * <tr><td>{@code hyperv://VMID/SERVICE}</td><td>{@link HypervAddress}; VMID is a GUID or {@code wildcard},
 *     {@code children}, {@code loopback}, {@code parent}, {@code silohost}; SERVICE is a GUID or a port</td></tr>
 * <tr><td>{@code hybrid:PATH:PORT}</td><td>{@link HybridAddress}; PATH is the socket of a virtual machine's
 *     monitor, such as Firecracker</td></tr>
 * <tr><td>{@code unix:PATH}, {@code unix:@NAME}</td><td>{@link UnixAddress}</td></tr>
 * <tr><td>{@code tcp://HOST:PORT}</td><td>{@link TcpAddress}; an IPv6 address stands in brackets</td></tr>
 * <tr><td>{@code memory://HOST:PORT}</td><td>{@link MemoryAddress}; PORT is a number or {@code any}</td></tr>
 * <tr><td>{@code framed:ADDRESS}</td><td>{@link FramedAddress}; ADDRESS is any of the above</td></tr>
 * </table>
 *
 * <p>Addresses are immutable.
 */
public sealed interface Address
    permits VsockAddress,
        HypervAddress,
        HybridAddress,
        UnixAddress,
        TcpAddress,
        MemoryAddress,
        FramedAddress {

  /** The word before the colon, which also names the transport: {@code vsock}, {@code unix}, … */
  String scheme();

  /**
   * Reads the text form of an address.
   *
   * @throws IllegalArgumentException if {@code text} is no address; the message says what would be
   *     one
   */
  static Address parse(String text) {
    try {
      return read(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("address '" + text + "': " + e.getMessage(), e);
    }
  }

  private static Address read(String text) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon);
    String rest = text.substring(colon + 1);
    return switch (scheme) {
      case "vsock" -> VsockAddress.parse(afterSlashes(scheme, rest));
      case "hyperv" -> HypervAddress.parse(afterSlashes(scheme, rest));
      case "hybrid" -> HybridAddress.parse(rest);
      case "unix" -> new UnixAddress(rest);
      case "tcp" -> TcpAddress.parse(afterSlashes(scheme, rest));
      case "memory" -> MemoryAddress.parse(afterSlashes(scheme, rest));
      case "framed" -> new FramedAddress(readFramed(rest));
      default ->
          throw new IllegalArgumentException(
              "it must begin with vsock://, hyperv://, hybrid:, unix:, tcp:// or memory://; try: vsock://host:5000");
    };
  }

  private static Address readFramed(String text) {
    try {
      return read(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("after 'framed:', " + e.getMessage(), e);
    }
  }

  private static String afterSlashes(String scheme, String rest) {
    if (!rest.startsWith("//")) {
      String path = rest.startsWith("/") ? rest.substring(1) : rest;
      throw new IllegalArgumentException(
          "'//' must follow '" + scheme + ":'; try: " + scheme + "://" + path);
    }
    return rest.substring(2);
  }
}
