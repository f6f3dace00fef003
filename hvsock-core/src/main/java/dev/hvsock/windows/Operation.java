package dev.hvsock.windows;

import dev.hvsock.engine.Ledger;
import dev.hvsock.engine.ParkedThread;
import dev.hvsock.engine.Waiter;
import dev.hvsock.foreign.NativeSlots;
import dev.hvsock.windows.Structs.Overlapped;
import dev.hvsock.windows.Structs.WsaBuf;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * One kind of overlapped operation on one socket, of which at most one is in flight: its OVERLAPPED
 * structure, and what became of it.
 *
 * <p>The structure belongs to Windows from {@link #start} until the completion port has handed the
 * operation back; so {@link #release} comes after {@link #cancel} or after the outcome was taken. A
 * thread that uses the operation holds the lock of its direction; the completion port's thread
 * comes in by {@link #complete} only.
 */
class Operation implements Waiter.Source {
  // The OVERLAPPED structure, one WSABUF, two DWORDs that calls leave numbers in, and room for the
  // error number. At the front, as the completion port tells it by its address.
  private static final int BUFFER = Overlapped.SIZEOF;
  private static final int COUNT = BUFFER + WsaBuf.SIZEOF;
  private static final int FLAGS = COUNT + Integer.BYTES;
  private static final int ERROR = FLAGS + Integer.BYTES;
  private static final NativeSlots SLOTS =
      new NativeSlots((ERROR + WindowsLibrary.ERROR_BYTES + 7) / 8 * 8);

  static {
    Ledger.count(SLOTS::lent);
  }

  /** What {@link #launch} gives if the operation is done and does not come to the port. */
  static final int DONE_AT_ONCE = 1;

  /** What an operation that failed moved. */
  static final int FAILED = -1;

  private static final long CANCEL_AGAIN_NANOS = 20_000_000;

  private enum State {
    IDLE,
    IN_FLIGHT,
    DONE
  }

  private final WindowsSocket socket;
  private final MemorySegment slot = SLOTS.borrow();
  private volatile State state = State.IDLE;
  private volatile @Nullable Parked waiter;
  // Written before the state becomes DONE, read after.
  private int status;
  private int count;

  /** Makes one that is to be released. */
  Operation(WindowsSocket socket) {
    this.socket = socket;
    CompletionPort.add(address(), this);
  }

  /** The call that begins an operation; gives 0 or a negated error number. */
  interface Call {
    int run();
  }

  /** Where the OVERLAPPED structure is. */
  final long address() {
    return slot.address();
  }

  final MemorySegment overlapped() {
    return slot.asSlice(0, Overlapped.SIZEOF);
  }

  /** The WSABUF structure, which describes these bytes from now on. */
  final MemorySegment describe(MemorySegment bytes) {
    MemorySegment buffer = slot.asSlice(BUFFER, WsaBuf.SIZEOF);
    buffer.set(ValueLayout.JAVA_INT, WsaBuf.len, (int) bytes.byteSize());
    buffer.set(ValueLayout.ADDRESS, WsaBuf.buf, bytes);
    return buffer;
  }

  final MemorySegment count() {
    return slot.asSlice(COUNT, Integer.BYTES);
  }

  final MemorySegment flags() {
    return slot.asSlice(FLAGS, Integer.BYTES);
  }

  final MemorySegment error() {
    return slot.asSlice(ERROR);
  }

  /**
   * Begins an operation; none is in flight, and the outcome of the last one was taken.
   *
   * @return 0 if it is in flight or done, or the negated error number of the call that failed
   */
  final int start(Call call) {
    int result = launch(call);
    if (result == DONE_AT_ONCE) {
      complete(0, movedAtOnce());
    }
    return Math.min(result, 0);
  }

  /**
   * Makes the call that begins an operation.
   *
   * @return 0 if it is in flight, {@link #DONE_AT_ONCE}, or the negated error number of the call
   */
  final int launch(Call call) {
    overlapped().fill((byte) 0);
    flags().set(ValueLayout.JAVA_INT, 0, 0);
    state = State.IN_FLIGHT; // before the call: the completion may overtake its return
    int result = call.run();
    if (result == 0 && socket.skipsPortOnSuccess()) {
      return DONE_AT_ONCE;
    }
    if (result < 0 && result != WsaError.WSA_IO_PENDING.result) {
      state = State.IDLE;
      return result;
    }
    return 0;
  }

  /** How many bytes a call moved that was done at once. */
  final int movedAtOnce() {
    return count().get(ValueLayout.JAVA_INT, 0);
  }

  final boolean isInFlight() {
    return state == State.IN_FLIGHT;
  }

  final boolean isDone() {
    return state == State.DONE;
  }

  /** Takes the outcome of an operation that is done: a count of bytes or a negated error number. */
  final int take() {
    state = State.IDLE;
    if (status >= 0) {
      return count;
    }
    // Only Winsock knows which of its errors the status stands for.
    return Winsock.WSAGetOverlappedResult(socket.handle(), overlapped(), count(), flags(), error());
  }

  /** What the completion port has to say. */
  final void complete(int ntStatus, int bytes) {
    if (isInFlight()) {
      status = ntStatus;
      count = bytes;
      finish(ntStatus >= 0 ? bytes : FAILED);
    }
  }

  /**
   * Makes the operation done.
   *
   * @param bytes how many it moved, or {@link #FAILED}
   */
  void finish(int bytes) {
    state = State.DONE;
    Parked parked = waiter;
    if (parked != null) {
      parked.wakeInAnyCase();
    }
  }

  /** The NTSTATUS in the OVERLAPPED structure. */
  final int ntStatus() {
    return (int) slot.get(ValueLayout.JAVA_LONG, Overlapped.Internal);
  }

  /**
   * Cancels what is in flight, and waits until Windows has handed it back. Asks again now and then:
   * the completion port's thread may just be sending on what was sent in part.
   */
  final void cancel() {
    boolean interrupted = false;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = WindowsSocket.error(arena);
      while (isInFlight()) {
        Kernel32.CancelIoEx(socket.handle(), overlapped(), error);
        Parked mine = new Parked(this);
        waiter = mine;
        mine.await(CANCEL_AGAIN_NANOS);
        mine.release();
        interrupted |= Thread.interrupted(); // lest it never parks
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives back the structure; nothing is in flight. */
  final void release() {
    CompletionPort.remove(address());
    SLOTS.giveBack(slot);
  }

  @Override
  public final Waiter obtain() {
    Parked mine = new Parked(this);
    waiter = mine;
    return mine;
  }

  /** A thread that waits until the operation is done. */
  private static final class Parked extends ParkedThread {
    private final Operation operation;

    Parked(Operation operation) {
      this.operation = operation;
    }

    @Override
    protected boolean isReady() {
      return !operation.isInFlight();
    }

    @Override
    public void release() {
      operation.waiter = null;
    }
  }
}
