package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A flow that speaks a protocol over another one, which is its own.
 *
 * <p>Of the flow below, only what never waits is used, under the locks of this flow's directions
 * instead of its own; so it is not used any more when this flow frees it.
 *
 * <p>What a protocol has begun to say it must say to the end, even if the write that it belongs to
 * runs out of time, or if it is said by somebody who does not wait, as ending a direction does. So
 * there is {@link #sendOn}.
 */
public abstract class LayeredFlow extends DuplexFlow {
  private final DuplexFlow below;
  private final AtomicBoolean sendingOn = new AtomicBoolean();
  private volatile boolean reset;
  private volatile boolean closing;
  private volatile boolean closer;

  /** Takes over the flow below. */
  protected LayeredFlow(DuplexFlow below, Address local, Address remote, FlowLimits limits) {
    super(local, remote, below.input().waiters(), new Watchful(below.output().waiters()), limits);
    this.below = below;
  }

  /**
   * A writer that waits looks around now and then: what the peer says of not reading any more does
   * not wake it.
   */
  private record Watchful(Waiter.Source below) implements Waiter.Source {
    private static final long PATIENCE_NANOS = 250_000_000;

    @Override
    public Waiter obtain() throws IOException {
      return below.obtain();
    }

    @Override
    public boolean letOthersRun() {
      return below.letOthersRun();
    }

    @Override
    public long patience() {
      return Math.min(below.patience(), PATIENCE_NANOS);
    }
  }

  /**
   * Receives below, as {@link #receive} does. For whoever holds the lock of the input. An end may
   * be a reset that a sender is being told of; see {@link #checkReset}.
   */
  protected final int receiveBelow(ByteBuffer dst) throws IOException {
    try {
      return below.receive(dst);
    } catch (IOException e) {
      throw told(e);
    }
  }

  /** Fails if the peer is known to be gone: some systems tell once only, and not who asks next. */
  protected final void checkReset() throws IOException {
    if (reset) {
      throw Failures.reset("read", remoteAddress());
    }
  }

  /** Whether there was an end is for the protocol to say. */
  @Override
  final boolean isReset() {
    return false;
  }

  /**
   * Sends below, as {@link #send} does. For whoever holds the lock of a direction; one thread at a
   * time.
   */
  protected final int sendBelow(ByteBuffer src) throws IOException {
    try {
      return below.send(src);
    } catch (IOException e) {
      throw told(e);
    }
  }

  /** Whether bytes that were sent below are still the flow's there to keep. */
  protected final boolean isBelowSending() {
    return below.isSending();
  }

  /** Takes notice of what became of these, as {@link #settle} does; under the same conditions. */
  protected final int settleBelow() throws IOException {
    try {
      return below.isSending() ? below.settle() : END;
    } catch (IOException e) {
      throw told(e);
    }
  }

  /** Fails if the flow below knows that its peer reads no more; under the same conditions. */
  protected final void probeBelow() throws IOException {
    try {
      below.probePeer();
    } catch (IOException e) {
      throw told(e);
    }
  }

  private IOException told(IOException e) {
    if (e instanceof FlowResetException) {
      reset = true;
    }
    return Failures.at(e, below.remoteAddress(), remoteAddress());
  }

  /** Runs {@code work} under the lock of the input, unless a reader is at work. */
  protected final void ifNobodyReads(Direction.Work work) throws IOException {
    input().ifIdle(work);
  }

  /** Has a writer that waits look around. */
  protected final void wakeWriter() {
    output().wake();
  }

  /** Tells the peer that this end closes both directions. Runs with no writer at work. */
  protected abstract void sayGoodbye() throws IOException;

  @Override
  protected final void endBoth() throws IOException {
    closing = true;
    sayGoodbye();
  }

  /** Has a thread of its own send what {@link #isSending} keeps, when no writer is at work. */
  protected final void sendOn() {
    if (sendingOn.compareAndSet(false, true)) {
      Thread.ofVirtual().name("hvsock-send-on").start(this::sendOnAlone);
    }
  }

  private void sendOnAlone() {
    try {
      output()
          .exclusively(
              () -> {
                sendingOn.set(false); // what is left from now on is for another one
                settle(() -> Long.MAX_VALUE, this::isInTheWay);
              });
    } catch (IOException e) {
      // Whoever writes next is told.
    }
  }

  /** Whether somebody wants the output who must not be kept: to end it, or to close the flow. */
  private boolean isInTheWay() {
    return isAborted() || closer || owesOutputEnd() || (!isOpen() && !closing);
  }

  @Override
  final void settleAtLast(Direction.LimitSupplier left) throws IOException {
    closer = true;
    wakeWriter();
    try {
      output()
          .exclusively(
              () -> settle(left, () -> isAborted() || Thread.currentThread().isInterrupted()));
    } catch (ClosedChannelException | FlowResetException e) {
      // The peer is gone, and wants no goodbye.
    }
  }

  private void settle(Direction.LimitSupplier left, BooleanSupplier over) throws IOException {
    while (!isFreed() && !over.getAsBoolean() && left.nanos() > 0 && settle() == WOULD_BLOCK) {
      output().pause(left, over);
    }
  }

  @Override
  protected final Optional<BufferSizes> buffers() throws IOException {
    return below.buffers();
  }

  @Override
  protected void free(boolean abruptly) {
    below.release(abruptly);
  }
}
