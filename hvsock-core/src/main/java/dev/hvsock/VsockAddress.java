package dev.hvsock;

/**
 * An address of AF_VSOCK, as {@code vsock(7)} and {@code linux/vm_sockets.h} define it.
 *
 * @param cid the context id, unsigned 32 bits: which machine
 * @param port the port, unsigned 32 bits; {@link #ANY_PORT} asks the system for a free one, 0 is a
 *     port like any other
 * @param toHost whether the flow is to be carried to the host even where {@code cid} is not the
 *     host's, which is how sibling VMs reach each other (VMADDR_FLAG_TO_HOST)
 */
public record VsockAddress(long cid, long port, boolean toHost) implements Address {
  /** VMADDR_CID_ANY: every CID of this machine, for listening. */
  public static final long ANY_CID = Unsigned32.MAX;

  /** VMADDR_CID_HYPERVISOR: reserved for services of the hypervisor itself. */
  public static final long HYPERVISOR_CID = 0;

  /** VMADDR_CID_LOCAL: this machine, through the loopback transport. */
  public static final long LOCAL_CID = 1;

  /** VMADDR_CID_HOST: the host, as a guest sees it. */
  public static final long HOST_CID = 2;

  /** VMADDR_PORT_ANY: a free port of the system's choice. */
  public static final long ANY_PORT = Unsigned32.MAX;

  private static final String TO_HOST = "?flags=to-host";

  /** Checks that both numbers fit in 32 bits without a sign. */
  public VsockAddress {
    Unsigned32.check("CID", cid);
    Unsigned32.check("port", port);
  }

  /** The address of {@code port} on the machine that has {@code cid}. */
  public static VsockAddress of(long cid, long port) {
    return new VsockAddress(cid, port, false);
  }

  /** Where to listen to be reached under every CID of this machine. */
  public static VsockAddress any(long port) {
    return of(ANY_CID, port);
  }

  /** This machine's own {@code port}, through the loopback transport. */
  public static VsockAddress local(long port) {
    return of(LOCAL_CID, port);
  }

  /** The host's {@code port}, as a guest sees it. */
  public static VsockAddress host(long port) {
    return of(HOST_CID, port);
  }

  static VsockAddress parse(String text) {
    boolean toHost = text.endsWith(TO_HOST);
    String flags = toHost ? TO_HOST : "";
    String plain = text.substring(0, text.length() - flags.length());
    int colon = plain.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          plain.isEmpty()
              ? "CID and port are missing; try: vsock://host:5000"
              : "the port is missing; try: vsock://" + plain + ":5000" + flags);
    }
    String port = plain.substring(colon + 1);
    return new VsockAddress(
        parseCid(plain.substring(0, colon)),
        port.equals("any")
            ? ANY_PORT
            : Unsigned32.parse("port", port, Unsigned32.MAX, "a number, or any"),
        toHost);
  }

  private static long parseCid(String text) {
    return switch (text) {
      case "any" -> ANY_CID;
      case "hypervisor" -> HYPERVISOR_CID;
      case "local" -> LOCAL_CID;
      case "host" -> HOST_CID;
      default ->
          Unsigned32.parse("CID", text, Unsigned32.MAX, "a number, any, hypervisor, local or host");
    };
  }

  @Override
  public String scheme() {
    return "vsock";
  }

  @Override
  public String toString() {
    String name =
        cid == ANY_CID
            ? "any"
            : cid == HYPERVISOR_CID
                ? "hypervisor"
                : cid == LOCAL_CID ? "local" : cid == HOST_CID ? "host" : Long.toString(cid);
    String portName = port == ANY_PORT ? "any" : Long.toString(port);
    return "vsock://" + name + ":" + portName + (toHost ? TO_HOST : "");
  }
}
