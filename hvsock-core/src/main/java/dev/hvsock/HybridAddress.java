package dev.hvsock;

/**
 * An address of hybrid vsock: a port of a virtual machine whose monitor (Firecracker, Cloud
 * Hypervisor, vhost-device-vsock) stands between AF_VSOCK in the guest and a unix socket on the
 * host. It is for programs on the host; those in the guest say {@code vsock://}.
 *
 * <p>Connecting asks the monitor, at {@link #monitor()}, for the port in the guest. Listening binds
 * {@link #arrivals()}, which is where the monitor takes whoever connects to that port of the host
 * from the guest. {@code docs/hybrid.md} says what each monitor makes of half a close.
 *
 * <p>Of a flow that was connected, the local address has the port that the monitor says it gave the
 * flow, or {@link #ANY_PORT} where it does not say. Of one that was accepted, the remote address
 * has {@link #ANY_PORT}: no monitor says where in the guest it comes from.
 *
 * <p>An end of stream that is read when the monitor is gone fails as {@link FlowResetException}, on
 * Linux: the guest may not have meant it; see {@link FlowOptions#monitorMayLeave(boolean)}.
 *
 * @param path where the monitor listens, as {@link UnixAddress#name()}; not empty
 * @param port unsigned 32 bits
 */
public record HybridAddress(String path, long port) implements Address {
  /** VMADDR_PORT_ANY: some port that is not known. Nobody can connect to it or listen at it. */
  public static final long ANY_PORT = VsockAddress.ANY_PORT;

  private static final String EXAMPLE = "hybrid:/run/vm.vsock:5000";

  /** Checks the path and the range of the port. */
  public HybridAddress {
    Unsigned32.check("port", port);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("the path is missing; try: " + EXAMPLE);
    }
    new UnixAddress(path);
  }

  static HybridAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          text.isEmpty()
              ? "path and port are missing; try: " + EXAMPLE
              : "the port is missing; try: hybrid:" + text + ":5000");
    }
    String port = text.substring(colon + 1);
    return new HybridAddress(
        text.substring(0, colon),
        port.equals("any")
            ? ANY_PORT
            : Unsigned32.parse("port", port, Unsigned32.MAX, "PATH:PORT, such as " + EXAMPLE));
  }

  /** The socket at which the monitor listens for those who connect to the guest. */
  public UnixAddress monitor() {
    return new UnixAddress(path);
  }

  /**
   * The socket to which the monitor brings those who connect from the guest to the host's port.
   *
   * @throws IllegalArgumentException if its name is too long for one; {@code _} and the port are
   *     added to the path
   */
  public UnixAddress arrivals() {
    return new UnixAddress(path + "_" + port);
  }

  @Override
  public String scheme() {
    return "hybrid";
  }

  @Override
  public String toString() {
    return "hybrid:" + path + ":" + (port == ANY_PORT ? "any" : Long.toString(port));
  }
}
