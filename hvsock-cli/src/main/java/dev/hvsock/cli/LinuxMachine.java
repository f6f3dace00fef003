package dev.hvsock.cli;

import com.fasterxml.jackson.core.JsonGenerator;
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
 * A machine with Linux; on systems that are neither that nor Windows it finds little.
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
record LinuxMachine(
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
    OptionalLong descriptors)
    implements Machine {

  /** What a vsock socket buffers each way unless set, the same on every Linux. */
  private static final long VSOCK_BUFFER = 256 * 1024;

  private static final Path DEVICE = Path.of("/dev/vsock");
  private static final int CAP_NET_BIND_SERVICE = 10;
  private static final int FIRST_FREE_PORT = 1024;

  static LinuxMachine look() {
    boolean mayBindAll = mayBindAll(ProcFile.text("/proc/self/status"));
    return new LinuxMachine(
        systemName(),
        Machine.java(),
        Machine.nativeAccess(),
        Finding.of(() -> Finding.good(Long.toString(Hvsock.localCid()))),
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

  /** Name and release of the kernel. */
  static String systemName() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version");
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

  @Override
  public void write(ReportLines lines) {
    lines
        .add("kernel", kernel)
        .add("java", java)
        .add("native access", nativeAccess)
        .add("/dev/vsock", device)
        .add("local CID", localCid)
        .add(transports)
        .add(
            "buffers",
            "unix and tcp: at most %s to read, %s to write; vsock: %d each way unless set"
                .formatted(text(maxReadBuffer), text(maxWriteBuffer), VSOCK_BUFFER))
        .add("backlog", "at most " + text(backlog))
        .add("ports", "vsock: %s; tcp: %s".formatted(ports(firstVsockPort), ports(firstTcpPort)))
        .add("descriptors", "at most " + text(descriptors));
  }

  private static String text(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
  }

  private static String ports(long first) {
    return first <= 1
        ? "all"
        : "from " + first + " on (below: as root, or with CAP_NET_BIND_SERVICE)";
  }

  @Override
  public void write(JsonGenerator out) throws IOException {
    out.writeStringField("kernel", kernel);
    out.writeStringField("java", java);
    nativeAccess.write(out, "nativeAccess");
    device.write(out, "device");
    localCid.write(out, "localCid");
    Machine.write(out, transports);
    JsonText.write(out, "maxReadBuffer", maxReadBuffer);
    JsonText.write(out, "maxWriteBuffer", maxWriteBuffer);
    out.writeNumberField("vsockBuffer", VSOCK_BUFFER);
    JsonText.write(out, "backlog", backlog);
    out.writeNumberField("firstVsockPort", firstVsockPort);
    out.writeNumberField("firstTcpPort", firstTcpPort);
    JsonText.write(out, "descriptors", descriptors);
  }
}
