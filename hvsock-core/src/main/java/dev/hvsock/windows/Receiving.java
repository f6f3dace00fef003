package dev.hvsock.windows;

import dev.hvsock.engine.Ledger;
import dev.hvsock.engine.NativeBuffers;
import dev.hvsock.foreign.NativeSlots;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving of one flow: into a buffer of its own, which is Windows' while the operation is in
 * flight and the reader's after that.
 *
 * <p>So an operation outlives the read that began it: one that runs out of time, or is interrupted,
 * leaves it in flight, and the next read takes what it brings. Nothing needs to be cancelled before
 * the flow ends, and nothing is lost.
 */
final class Receiving extends Operation {
  /** What a flow that has little to say waits with: there may be thousands of them. */
  private static final int IDLE_BYTES = 4096;

  private static final NativeSlots IDLE_BUFFERS = new NativeSlots(IDLE_BYTES);

  static {
    Ledger.count(IDLE_BUFFERS::lent);
  }

  private final WindowsSocket socket;
  private @Nullable MemorySegment idleBuffer;
  private @Nullable ByteBuffer busyBuffer;
  private @Nullable ByteBuffer arrived;
  private boolean busy;

  Receiving(WindowsSocket socket) {
    super(socket);
    this.socket = socket;
  }

  /** Begins to receive; gives 0 or a negated error number. */
  int begin() {
    MemorySegment buffer = borrow();
    return start(
        () ->
            Winsock.WSARecv(
                socket.handle(), describe(buffer), count(), flags(), overlapped(), error()));
  }

  private MemorySegment borrow() {
    if (busy) {
      busyBuffer = NativeBuffers.borrow(true);
      return MemorySegment.ofBuffer(busyBuffer);
    }
    idleBuffer = IDLE_BUFFERS.borrow();
    return idleBuffer;
  }

  /**
   * Takes the outcome of an operation that is done: how many bytes arrived, 0 at end-of-stream, or
   * a negated error number.
   */
  int takeArrived() {
    int n = take();
    ByteBuffer buffer = busyBuffer == null ? idle().asByteBuffer() : busyBuffer;
    if (n > 0) {
      arrived = buffer.limit(n);
      busy = n >= IDLE_BYTES;
    } else {
      giveBack();
    }
    return n;
  }

  private MemorySegment idle() {
    if (idleBuffer == null) {
      throw new IllegalStateException("nothing was begun");
    }
    return idleBuffer;
  }

  boolean hasArrived() {
    return arrived != null;
  }

  /** Hands over as much of what arrived as there is room for. */
  int moveTo(ByteBuffer dst) {
    if (arrived == null) {
      return 0;
    }
    int n = Math.min(dst.remaining(), arrived.remaining());
    dst.put(arrived.slice(arrived.position(), n));
    arrived.position(arrived.position() + n);
    if (!arrived.hasRemaining()) {
      giveBack();
    }
    return n;
  }

  /** Ends it for good; what has arrived is discarded. */
  void end() {
    cancel();
    giveBack();
    release();
  }

  private void giveBack() {
    arrived = null;
    if (idleBuffer != null) {
      IDLE_BUFFERS.giveBack(idleBuffer);
      idleBuffer = null;
    }
    if (busyBuffer != null) {
      NativeBuffers.giveBack(busyBuffer);
      busyBuffer = null;
    }
  }
}
