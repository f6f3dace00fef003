package dev.hvsock.windows;

import dev.hvsock.spi.Transport;
import java.util.Locale;
import java.util.Optional;

/** The door of this package. */
public final class WindowsTransports {
  private static final HypervTransport HYPERV = new HypervTransport();
  private static final VsockTransport VSOCK = new VsockTransport(HYPERV);
  private static final TcpTransport TCP = new TcpTransport();

  private WindowsTransports() {}

  /** Whether this system is Windows, or a test pretends that it is. */
  public static boolean isHere() {
    return WindowsLibrary.isStoodInFor()
        || System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /** Why nothing here works on this machine, ending with the remedy; empty if it may. */
  public static Optional<String> obstacle() {
    return Winsock.obstacle();
  }

  /** The transport over AF_HYPERV. */
  public static Transport hyperv() {
    return HYPERV;
  }

  /** The transport that carries addresses of AF_VSOCK over AF_HYPERV. */
  public static Transport vsock() {
    return VSOCK;
  }

  /** The transport over TCP. */
  public static Transport tcp() {
    return TCP;
  }
}
