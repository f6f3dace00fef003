package dev.hvsock.linux;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.engine.Carrier;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.LeakReport;
import dev.hvsock.engine.Ledger;
import dev.hvsock.engine.NativeBuffers;
import dev.hvsock.foreign.NativeSlots;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A flow over a connected stream socket of Linux. */
final class LinuxFlow extends DuplexFlow {
  /**
   * The most that one call moves, so that a call on an array holds the garbage collector up for
   * microseconds only.
   */
  private static final int CHUNK_BYTES = 256 * 1024;

  /** After so many bytes a flow is taken for one that has much to move. */
  private static final long BULK_BYTES = 4 << 20;

  private static final NativeSlots ERRNOS = new NativeSlots(Math.max(LibC.ERRNO_BYTES, Long.BYTES));
  private static final MemorySegment NOTHING = Arena.global().allocate(1);

  static {
    Ledger.count(ERRNOS::lent);
  }

  private final LinuxSocket socket;
  private final MemorySegment inputErrno = ERRNOS.borrow();
  private final MemorySegment outputErrno = ERRNOS.borrow();
  private final Cleaner.Cleanable leakReport;
  // Guarded by the input's turn; counts up to BULK_BYTES.
  private long received;

  /** Takes over an accepted socket; its descriptor is this flow's to close. */
  LinuxFlow(LinuxSocket socket, Address local, Address remote, FlowLimits limits) {
    this(socket, Readiness.output(socket), local, remote, limits);
  }

  /**
   * Takes over a connected socket; its descriptor is this flow's to close.
   *
   * @param writable what connecting waited with: the poller may know the descriptor already
   */
  LinuxFlow(
      LinuxSocket socket, Readiness writable, Address local, Address remote, FlowLimits limits) {
    super(local, remote, Readiness.input(socket), writable, limits);
    this.socket = socket;
    this.leakReport = LeakReport.watch(this, socket);
  }

  @Override
  protected int receive(ByteBuffer dst) throws IOException {
    int length = Math.min(dst.remaining(), CHUNK_BYTES);
    int n = LibC.recv(socket.fd(), MemorySegment.ofBuffer(dst), length, 0, inputErrno);
    if (n > 0) {
      dst.position(dst.position() + n);
      countReceived(n);
      return n;
    }
    return n == 0 ? END : wouldBlock("read", n);
  }

  private void countReceived(int n) {
    if (received < BULK_BYTES) {
      received += n;
      if (received >= BULK_BYTES && socket.family() == LibC.AF_VSOCK) {
        try (Arena arena = Arena.ofConfined()) {
          socket.widenForBulk(arena);
        }
      }
    }
  }

  @Override
  protected int send(ByteBuffer src) throws IOException {
    int length = Math.min(src.remaining(), CHUNK_BYTES);
    int n =
        LibC.send(socket.fd(), MemorySegment.ofBuffer(src), length, LibC.MSG_NOSIGNAL, outputErrno);
    if (n > 0) {
      src.position(src.position() + n);
      return n;
    }
    return n == 0 ? WOULD_BLOCK : wouldBlock("write", n);
  }

  @Override
  protected void probePeer() throws IOException {
    int n = LibC.send(socket.fd(), NOTHING, 0, LibC.MSG_NOSIGNAL, outputErrno);
    if (n < 0) {
      wouldBlock("write", n);
    }
  }

  private int wouldBlock(String operation, int result) throws IOException {
    return switch (Errno.of(result)) {
      case EAGAIN, EINTR -> WOULD_BLOCK;
      default -> throw LinuxFailures.transfer(operation, remoteAddress(), result);
    };
  }

  @Override
  public Optional<Carrier> shortcutTo(DuplexFlow sink) {
    return sink instanceof LinuxFlow other && Pipe.pays(socket, other.socket)
        ? Pipe.borrow().map(pipe -> new PipeCarrier(this, other, pipe))
        : Optional.empty();
  }

  /** Receives into a pipe, as {@link #receive} does into a buffer. */
  int receive(Pipe pipe) throws IOException {
    int n = pipe.fill(socket.fd(), inputErrno);
    return n > 0 ? n : n == 0 ? END : wouldBlock("read", n);
  }

  /** Sends out of a pipe, as {@link #send} does out of a buffer. */
  int send(Pipe pipe) throws IOException {
    int n = pipe.drain(socket.fd(), outputErrno);
    return n > 0 ? n : n == 0 ? WOULD_BLOCK : wouldBlock("write", n);
  }

  @Override
  public Optional<Long> peerProcess() {
    if (socket.family() != LibC.AF_UNIX) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      return Optional.of((long) socket.peerProcess(arena)).filter(process -> process > 0);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  protected Optional<BufferSizes> buffers() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return Optional.of(socket.bufferSizes(arena));
    }
  }

  @Override
  protected void endInput() throws IOException {
    // On tcp this would tell the peer nothing, and keep us from reading on at close, which spares
    // the peer a reset.
    if (socket.family() == LibC.AF_VSOCK || socket.family() == LibC.AF_UNIX) {
      shutdown(LibC.SHUT_RD, inputErrno, "shutdownInput");
    }
    if (socket.family() == LibC.AF_UNIX) {
      discardArrived();
    }
  }

  /**
   * Makes room for the peer: poll(2) does not tell a writer that waits for room in a unix socket
   * that the other end was shut down, and what arrived before stays there otherwise. Nothing more
   * arrives after the shutdown.
   */
  private void discardArrived() {
    ByteBuffer discarded = NativeBuffers.borrow(false);
    try {
      int n;
      do {
        n =
            LibC.recv(
                socket.fd(),
                MemorySegment.ofBuffer(discarded),
                discarded.capacity(),
                0,
                inputErrno);
      } while (n > 0 || n == Errno.EINTR.result);
    } finally {
      NativeBuffers.giveBack(discarded);
    }
  }

  @Override
  protected void endOutput() throws IOException {
    shutdown(LibC.SHUT_WR, outputErrno, "shutdownOutput");
  }

  private void shutdown(int how, MemorySegment errno, String operation) throws IOException {
    int result = LibC.shutdown(socket.fd(), how, errno);
    // Not connected any more: the peer is gone, and with it the direction that was to be ended.
    if (result < 0 && result != Errno.ENOTCONN.result) {
      throw LinuxFailures.transfer(operation, remoteAddress(), result);
    }
  }

  @Override
  protected void free(boolean abruptly) {
    if (abruptly) {
      try (Arena arena = Arena.ofConfined()) {
        socket.resetOnClose(arena);
      } catch (IOException e) {
        // The peer sees an end instead of a reset.
      }
    }
    socket.close();
    ERRNOS.giveBack(inputErrno);
    ERRNOS.giveBack(outputErrno);
    leakReport.clean();
  }
}
