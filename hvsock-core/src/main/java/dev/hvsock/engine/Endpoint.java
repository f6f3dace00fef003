package dev.hvsock.engine;

import dev.hvsock.BufferSizes;
import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What one kind of flow does for {@link DuplexFlow}, which does all the rest: moves bytes and ends
 * directions, and never waits.
 *
 * <p>What is about receiving is called under the lock of the input, what is about sending under
 * that of the output.
 */
abstract class Endpoint implements Flow {
  /** What {@link #receive} and {@link #send} return when they would have to wait. */
  protected static final int WOULD_BLOCK = Attempt.WOULD_BLOCK;

  /** What {@link #receive} returns at end-of-stream. */
  protected static final int END = Attempt.END;

  /**
   * Takes what has arrived, without waiting.
   *
   * @param dst has room
   * @return at least 1, {@link #WOULD_BLOCK} or {@link #END}
   */
  protected abstract int receive(ByteBuffer dst) throws IOException;

  /**
   * Hands over what can be accepted now, without waiting.
   *
   * @param src holds bytes
   * @return at least 1, or {@link #WOULD_BLOCK}
   */
  protected abstract int send(ByteBuffer src) throws IOException;

  /**
   * Whether bytes that {@link #send} accepted are still this flow's to keep, so that a write is not
   * done yet.
   */
  protected boolean isSending() {
    return false;
  }

  /**
   * Takes notice of what became of such bytes, without waiting.
   *
   * @return {@link #WOULD_BLOCK} for as long as {@link #isSending}, then {@link #END}
   */
  protected int settle() throws IOException {
    return END;
  }

  /** How much the transport buffers, if it does. */
  protected Optional<BufferSizes> buffers() throws IOException {
    return Optional.empty();
  }

  /**
   * A way to {@code sink} that is shorter than through this process's memory, if there is one that
   * pays for a flow with much to move.
   */
  public Optional<Carrier> shortcutTo(DuplexFlow sink) {
    return Optional.empty();
  }

  /**
   * Which process the other end is, where the system tells. For whoever has the flow to itself, as
   * one that has just been made.
   */
  public Optional<Long> peerProcess() {
    return Optional.empty();
  }

  /** Fails if the peer is known to read no more. */
  protected abstract void probePeer() throws IOException;

  /** Tells the transport that nothing more will be received. Runs with no reader at work. */
  protected abstract void endInput() throws IOException;

  /** Tells the transport that nothing more will be sent. Runs with no writer at work. */
  protected abstract void endOutput() throws IOException;

  /** Tells the transport, where it wants to know, that this end closes both directions. */
  protected void endBoth() throws IOException {}

  /** Whether the end of what is received is the last that there is to hear from the peer. */
  protected boolean endIsLast() {
    return true;
  }

  /** A write gives up, while {@link #isSending} perhaps, and nobody may come back for the rest. */
  protected void leaveSending() {}

  /** Waits, as long as closing may take, for what {@link #isSending} keeps. */
  void settleAtLast(Direction.LimitSupplier left) throws IOException {}

  /**
   * Gives back what the flow holds. Runs once, when no thread is at work in the flow or ever will
   * be again.
   *
   * @param abruptly whether the peer is to see a reset rather than an end
   */
  protected abstract void free(boolean abruptly);
}
