package dev.hvsock.windows;

import dev.hvsock.engine.NativeBuffers;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The sending of one flow: out of a buffer of its own, which is Windows' while the operation is in
 * flight.
 *
 * <p>So an operation outlives a write that runs out of time or is interrupted: cancelling it would
 * leave unknown how much was sent. What it did not send, the completion port's thread sends on; and
 * that thread ends the output where that was asked for meanwhile.
 */
final class Sending extends Operation {
  /** The most that one operation sends. */
  private static final int MAX_BYTES = 256 * 1024;

  private final WindowsSocket socket;
  private @Nullable ByteBuffer buffer;
  // Of a call that was to send the rest. Written before the operation is done, read after.
  private int failure;
  private final AtomicReference<End> end = new AtomicReference<>(End.NOT_ASKED_FOR);

  /**
   * Whether the output is to end after the operation that is in flight. No lock: a virtual thread
   * that waited for one here could be waited for by a thread that keeps its carrier.
   */
  private enum End {
    NOT_ASKED_FOR,
    ASKED_FOR,
    /** The operation has been handed back, so whoever wants the end can tell Windows at once. */
    TOO_LATE
  }

  Sending(WindowsSocket socket) {
    super(socket);
    this.socket = socket;
  }

  /**
   * Begins to send what there is, as much as one operation takes.
   *
   * @return how many bytes, which are no more the caller's concern, or a negated error number
   */
  int begin(ByteBuffer src) {
    ByteBuffer mine = NativeBuffers.borrow(src.remaining() > NativeBuffers.SMALL_BYTES);
    int n = Math.min(Math.min(src.remaining(), mine.capacity()), MAX_BYTES);
    mine.put(src.slice(src.position(), n)).flip();
    buffer = mine;
    end.set(End.NOT_ASKED_FOR);
    int result = start(sending(mine));
    if (result < 0) {
      giveBack();
      return result;
    }
    src.position(src.position() + n);
    return n;
  }

  private Call sending(ByteBuffer bytes) {
    return () ->
        Winsock.WSASend(
            socket.handle(),
            describe(MemorySegment.ofBuffer(bytes)),
            count(),
            overlapped(),
            error());
  }

  /** Goes on with what is left of the buffer, where an operation sent a part of it. */
  @Override
  void finish(int bytes) {
    ByteBuffer mine = buffer;
    int moved = bytes;
    while (mine != null && moved != FAILED && moved < mine.remaining()) {
      mine.position(mine.position() + moved);
      int result = launch(sending(mine));
      if (result == 0) {
        return; // in flight again
      }
      moved = result == DONE_AT_ONCE ? movedAtOnce() : FAILED;
      failure = Math.min(result, 0);
    }
    // Not if bytes were lost: the peer would take the stream for whole.
    if (end.getAndSet(End.TOO_LATE) == End.ASKED_FOR && moved != FAILED) {
      socket.shutdown(Winsock.SD_SEND);
    }
    super.finish(moved);
  }

  /** Takes the outcome of an operation that is done: 0 or a negated error number. */
  int takeSent() {
    giveBack();
    int result = failure;
    failure = 0;
    return Math.min(result == 0 ? take() : result, 0);
  }

  /**
   * Tells the peer that nothing more comes, now or when what is in flight has been sent.
   *
   * @return 0 or a negated error number
   */
  int endOutput() {
    return isInFlight() && end.compareAndSet(End.NOT_ASKED_FOR, End.ASKED_FOR)
        ? 0
        : socket.shutdown(Winsock.SD_SEND);
  }

  /**
   * Ends it for good; what has not been sent is discarded.
   *
   * @return whether there was nothing to discard
   */
  boolean end() {
    cancel();
    boolean sentAll = !isDone() || takeSent() == 0;
    giveBack();
    release();
    return sentAll;
  }

  private void giveBack() {
    if (buffer != null) {
      NativeBuffers.giveBack(buffer);
      buffer = null;
    }
  }
}
