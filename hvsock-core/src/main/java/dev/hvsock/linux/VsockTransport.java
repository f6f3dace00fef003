package dev.hvsock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.VsockAddress;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/** AF_VSOCK, see {@code vsock(7)}. */
final class VsockTransport extends LinuxTransport {
  private static final VsockAddress LOOPBACK = VsockAddress.local(VsockAddress.ANY_PORT);
  private static final String DEVICE = "/dev/vsock";

  @Override
  public String scheme() {
    return "vsock";
  }

  @Override
  public List<TransportStatus> status() {
    return List.of(
        new TransportStatus("vsock", reason(() -> open("status", LOOPBACK).close())),
        new TransportStatus("vsock loopback", reason(() -> requireLoopback("status", LOOPBACK))));
  }

  private interface Probe {
    void run() throws IOException;
  }

  private static Optional<String> reason(Probe probe) {
    try {
      probe.run();
      return Optional.empty();
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      return Optional.of(message.substring(message.indexOf(": ") + 2));
    }
  }

  private static LinuxSocket open(String operation, Address address) throws IOException {
    return LinuxSocket.open(LibC.AF_VSOCK, operation, address);
  }

  /**
   * Fails unless CID 1 is the loopback. Found out by binding, which sends nothing; a connect to CID
   * 1 of a guest without loopback would go to its host instead.
   */
  private static void requireLoopback(String operation, Address address) throws IOException {
    LinuxSocket socket = open(operation, address);
    try (Arena arena = Arena.ofConfined()) {
      int result = socket.bind(arena, SocketAddresses.write(arena, LOOPBACK));
      if (result < 0) {
        throw LinuxFailures.noLoopback(operation, address, result);
      }
    } finally {
      socket.close();
    }
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    VsockAddress target = (VsockAddress) address;
    if (target.cid() == VsockAddress.ANY_CID || target.port() == VsockAddress.ANY_PORT) {
      throw new IllegalArgumentException(
          "connect " + address + ": 'any' is for listening; try: a CID and a port");
    }
    if (target.cid() == VsockAddress.LOCAL_CID) {
      requireLoopback("connect", address);
    }
    return connect(LibC.AF_VSOCK, arena -> SocketAddresses.write(arena, target), address, options);
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    return listen(
        LibC.AF_VSOCK,
        arena -> SocketAddresses.write(arena, (VsockAddress) address),
        address,
        options);
  }

  @Override
  Address localAddress(Address bound, Address asked) {
    return bound;
  }

  /** The CID of this machine, as {@code /dev/vsock} tells it. */
  long localCid() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = LinuxSocket.errno(arena);
      int fd = LibC.open(arena.allocateFrom(DEVICE), LibC.O_CLOEXEC, errno);
      if (fd < 0) {
        throw deviceFailure("cannot be opened", fd);
      }
      MemorySegment cid = arena.allocate(JAVA_INT);
      int result = LibC.ioctl(fd, LibC.IOCTL_VM_SOCKETS_GET_LOCAL_CID, cid, errno);
      LibC.close(fd, errno);
      if (result < 0) {
        throw deviceFailure("does not tell the CID", result);
      }
      return Integer.toUnsignedLong(cid.get(JAVA_INT, 0));
    }
  }

  private static IOException deviceFailure(String what, int result) {
    return Failures.unavailable(
        "local CID",
        VsockAddress.any(VsockAddress.ANY_PORT),
        DEVICE + " " + what + " (" + Errno.name(result) + ")",
        Errno.of(result) == Errno.EACCES ? "chmod a+r " + DEVICE : "modprobe vsock");
  }
}
