package dev.hvsock.cli;

import dev.hvsock.Hvsock;
import dev.hvsock.TransportStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this machine offers. Found out by looking: nothing is connected to, nothing listens.
 *
 * @param kernel its name and release
 * @param java version and vendor
 * @param nativeAccess whether this JVM lets the library call the system, and if not, the remedy
 * @param localCid the CID of this machine
 * @param device {@code /dev/vsock} with its mode
 * @param transports what works, and what does not for which reason
 * @param maxReadBuffer the most that a unix or tcp socket may buffer of what arrives
 * @param maxWriteBuffer the most that it may buffer of what is sent
 * @param backlog how many peers may wait to be accepted
 * @param firstVsockPort the lowest port that this user may listen at
 * @param firstTcpPort the same for tcp
 * @param descriptors how many this process may open
 */
record Machine(
    String kernel,
    String java,
    Finding nativeAccess,
    Finding localCid,
    Finding device,
    List<TransportStatus> transports,
    OptionalLong maxReadBuffer,
    OptionalLong maxWriteBuffer,
    OptionalLong backlog,
    long firstVsockPort,
    long firstTcpPort,
    OptionalLong descriptors) {

  /** What a vsock socket buffers each way unless set, the same on every Linux. */
  static final long VSOCK_BUFFER = 256 * 1024;

  private static final Path DEVICE = Path.of("/dev/vsock");
  private static final int CAP_NET_BIND_SERVICE = 10;
  private static final int FIRST_FREE_PORT = 1024;

  /**
   * One thing looked at.
   *
   * @param value what was found; empty if nothing was
   * @param problem what is wrong with it, ending with the remedy; empty if nothing is
   */
  record Finding(Optional<String> value, Optional<String> problem) {
    static Finding good(String value) {
      return new Finding(Optional.of(value), Optional.empty());
    }

    static Finding bad(Optional<String> value, String problem) {
      return new Finding(value, Optional.of(problem));
    }
  }

  /** Looks. */
  static Machine look() {
    boolean mayBindAll = mayBindAll(ProcFile.text("/proc/self/status"));
    return new Machine(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version() + ", " + System.getProperty("java.vendor"),
        lookAtNativeAccess(),
        lookAtCid(),
        lookAtDevice(),
        Hvsock.transports(),
        ProcFile.number(ProcFile.text("/proc/sys/net/core/rmem_max")),
        ProcFile.number(ProcFile.text("/proc/sys/net/core/wmem_max")),
        ProcFile.number(ProcFile.text("/proc/sys/net/core/somaxconn")),
        mayBindAll ? 0 : FIRST_FREE_PORT,
        mayBindAll
            ? 0
            : ProcFile.number(ProcFile.text("/proc/sys/net/ipv4/ip_unprivileged_port_start"))
                .orElse(FIRST_FREE_PORT),
        ProcFile.number(ProcFile.word(ProcFile.text("/proc/self/limits"), "Max open files")));
  }

  /** Whether anything can be connected to from here. */
  boolean isUsable() {
    return transports.stream().anyMatch(TransportStatus::isAvailable);
  }

  private static Finding lookAtNativeAccess() {
    Module library = Hvsock.class.getModule();
    if (library.isNativeAccessEnabled()) {
      return Finding.good("allowed");
    }
    String name = library.isNamed() ? library.getName() : "ALL-UNNAMED";
    return Finding.bad(
        Optional.empty(), "not allowed for good; try: java --enable-native-access=" + name);
  }

  private static Finding lookAtCid() {
    try {
      return Finding.good(Long.toString(Hvsock.localCid()));
    } catch (IOException e) {
      return Finding.bad(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private static Finding lookAtDevice() {
    try {
      String mode =
          PosixFilePermissions.toString(Files.getPosixFilePermissions(DEVICE))
              + ", owner "
              + Files.getOwner(DEVICE);
      return Files.isReadable(DEVICE)
          ? Finding.good(mode)
          : Finding.bad(Optional.of(mode), "you may not read it; try: chmod a+r " + DEVICE);
    } catch (IOException | UnsupportedOperationException e) {
      return Finding.bad(Optional.empty(), "not there; try: modprobe vsock");
    }
  }

  private static boolean mayBindAll(String status) {
    String capabilities = ProcFile.word(status, "CapEff:");
    return !capabilities.isEmpty()
        && (Long.parseUnsignedLong(capabilities, 16) >> CAP_NET_BIND_SERVICE & 1) == 1;
  }
}
