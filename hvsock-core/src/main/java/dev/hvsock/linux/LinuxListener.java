package dev.hvsock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import dev.hvsock.engine.BoundListener;
import dev.hvsock.engine.BoundPath;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.LeakReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.Optional;
import java.util.Set;

/** Accepts flows on a listening stream socket of Linux. */
final class LinuxListener extends BoundListener {
  private final LinuxSocket socket;
  private final Address local;
  private final ListenOptions options;
  private final Optional<BoundPath> path;
  private final Cleaner.Cleanable leakReport;

  /**
   * Takes over a listening socket; its descriptor is this listener's to close, and its path to
   * remove.
   */
  LinuxListener(LinuxSocket socket, Address local, ListenOptions options) {
    super(local, Readiness.input(socket), options.acceptTimeout());
    this.socket = socket;
    this.local = local;
    this.options = options;
    this.path = local instanceof UnixAddress unix ? BoundPath.of(unix) : Optional.empty();
    this.leakReport = LeakReport.watch(this, socket);
  }

  @Override
  protected Flow accept(long start) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(SocketAddresses.MAX_BYTES, Long.BYTES);
      MemorySegment length = arena.allocate(JAVA_INT);
      MemorySegment errno = LinuxSocket.errno(arena);
      while (true) {
        length.set(JAVA_INT, 0, (int) address.byteSize());
        int fd =
            LibC.accept4(
                socket.fd(), address, length, LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC, errno);
        if (fd >= 0) {
          Address remote = SocketAddresses.read(address.asSlice(0, length.get(JAVA_INT, 0)));
          LinuxSocket accepted = new LinuxSocket(fd, socket.family());
          if (isAllowed(remote)) {
            return flow(arena, accepted, remote);
          }
          accepted.close();
          checkPatience(start);
        } else {
          awaitNext(fd, start);
        }
      }
    }
  }

  private void awaitNext(int result, long start) throws IOException {
    switch (Errno.of(result)) {
      case EAGAIN, EINTR -> accepting().await(start, 0);
      // The peer went away while it waited to be accepted.
      case ECONNABORTED, ECONNRESET, EPROTO -> {
        accepting().checkStillOpen();
        checkPatience(start);
      }
      default -> throw LinuxFailures.general("accept", local, result);
    }
  }

  /** Lest somebody who keeps coming, and is not accepted, keep this thread. */
  private void checkPatience(long start) throws IOException {
    accepting().checkTime(start, 0);
    accepting().checkUndisturbed(0);
  }

  private boolean isAllowed(Address remote) {
    Optional<Set<Long>> cids = options.allowedCids();
    boolean allowed =
        cids.isEmpty() || (remote instanceof VsockAddress peer && cids.get().contains(peer.cid()));
    if (!allowed) {
      System.getLogger("dev.hvsock")
          .log(
              System.Logger.Level.INFO,
              "accept {0}: {1} was turned away, its CID is not among those allowed",
              local,
              remote);
    }
    return allowed;
  }

  private Flow flow(Arena arena, LinuxSocket accepted, Address remote) throws IOException {
    try {
      if (socket.family() != LibC.AF_VSOCK) { // what vsock accepts inherits its listener's options
        accepted.configure(arena, options);
      }
      // A unix flow has its listener's address; on the others it tells more.
      Address here = socket.family() == LibC.AF_UNIX ? local : accepted.localAddress(arena);
      return new LinuxFlow(accepted, here, remote, FlowLimits.of(options));
    } catch (IOException e) {
      accepted.close();
      throw e;
    }
  }

  @Override
  protected void free() throws IOException {
    try {
      if (path.isPresent()) {
        path.get().remove();
      }
    } finally {
      socket.close();
      leakReport.clean();
    }
  }
}
