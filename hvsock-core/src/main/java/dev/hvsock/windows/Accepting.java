package dev.hvsock.windows;

import dev.hvsock.Address;
import dev.hvsock.engine.Ledger;
import dev.hvsock.foreign.NativeSlots;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The accepting of one listener: Windows connects the next peer to a socket that was made for it.
 *
 * <p>An operation outlives the accept that began it, and the next accept takes what it brings.
 */
final class Accepting extends Operation {
  /** AcceptEx wants so much more than the largest address for either end. */
  private static final int ADDRESS_BYTES = SocketAddresses.MAX_BYTES + 16;

  private static final NativeSlots ADDRESSES = new NativeSlots(2 * ADDRESS_BYTES);

  static {
    Ledger.count(ADDRESSES::lent);
  }

  private final WindowsSocket listening;
  private final Address local;
  private final MemorySegment addresses = ADDRESSES.borrow();
  private @Nullable WindowsSocket next;

  Accepting(WindowsSocket listening, Address local) {
    super(listening);
    this.listening = listening;
    this.local = local;
  }

  /** Begins to accept; gives 0 or a negated error number. */
  int begin() throws IOException {
    WindowsSocket accepted = WindowsSocket.open(listening.family(), "accept", local);
    next = accepted;
    int result =
        start(
            () ->
                Winsock.AcceptEx(
                    listening.handle(),
                    accepted.handle(),
                    addresses,
                    ADDRESS_BYTES,
                    count(),
                    overlapped(),
                    error()));
    if (result < 0) {
      discard();
    }
    return result;
  }

  /** Takes the outcome of an operation that is done: 0 or a negated error number. */
  int takeOutcome() {
    int result = Math.min(take(), 0);
    if (result < 0) {
      discard();
    }
    return result;
  }

  /** The socket that a peer was connected to; the caller's to close. */
  WindowsSocket takeAccepted() {
    WindowsSocket accepted = next;
    if (accepted == null) {
      throw new IllegalStateException("nothing was accepted");
    }
    next = null;
    return accepted;
  }

  private void discard() {
    if (next != null) {
      next.close();
      next = null;
    }
  }

  /** Ends it for good; a peer that was just accepted is turned away. */
  void end() {
    cancel();
    discard();
    ADDRESSES.giveBack(addresses);
    release();
  }
}
