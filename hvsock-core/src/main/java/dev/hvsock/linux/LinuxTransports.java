package dev.hvsock.linux;

import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The door of this package. */
public final class LinuxTransports {
  private static final VsockTransport VSOCK = new VsockTransport();
  private static final UnixTransport UNIX = new UnixTransport();
  private static final TcpTransport TCP = new TcpTransport();

  private LinuxTransports() {}

  /** Why nothing here works on this machine, ending with the remedy; empty if it may. */
  public static Optional<String> obstacle() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")) {
      return Optional.of("this system is not Linux; try: a Linux host or guest");
    }
    return LibC.obstacle();
  }

  /** The transport over AF_VSOCK. */
  public static Transport vsock() {
    return VSOCK;
  }

  /** The transport over AF_UNIX. */
  public static Transport unix() {
    return UNIX;
  }

  /** The transport over TCP. */
  public static Transport tcp() {
    return TCP;
  }

  /** The CID of this machine. */
  public static long localCid() throws IOException {
    return VSOCK.localCid();
  }
}
