package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A flow that speaks a protocol over another one, which is its own.
 *
 * <p>Of the flow below, only what never waits is used, under the locks of this flow's directions
 * instead of its own; so it is not used any more when this flow frees it.
 *
 * <p>What a protocol has begun to say it must say to the end, even if the write that it belongs to
 * runs out of time, or if whoever says it does not wait, as when a direction is ended. So what
 * cannot be sent at once is kept; see {@link #leaveSending}.
 */
public abstract class LayeredFlow extends DuplexFlow {
  private static final long FIRST_PAUSE = 1_000_000;
  private static final long MAX_PAUSE = 32_000_000;

  private final DuplexFlow below;
  private final AtomicBoolean sendingOn = new AtomicBoolean();
  private volatile boolean reset;

  /** Takes over the flow below. */
  protected LayeredFlow(DuplexFlow below, Address local, Address remote, FlowLimits limits) {
    super(local, remote, below.input().waiters(), new Watchful(below.output().waiters()), limits);
    this.below = below;
  }

  /** Takes over the flow below, with its addresses and time limits. */
  protected LayeredFlow(DuplexFlow below) {
    this(below, below.localAddress(), below.remoteAddress(), below.limits());
  }

  /**
   * Has whoever ends the flow below end this one instead, where others know that flow too.
   *
   * @throws IOException if the flow below is closed
   */
  protected final void own() throws IOException {
    below.belongTo(this);
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
      int n = below.receive(dst);
      if (n == END) {
        below.checkEnd();
      }
      return n;
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

  /** Settles below, as {@link #settle} does; under the same conditions. */
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

  /** Ends the input below, as {@link #endInput} does; with no reader at work. */
  protected final void endInputBelow() throws IOException {
    below.endInput();
  }

  /** Ends the output below, as {@link #endOutput} does; with no writer at work. */
  protected final void endOutputBelow() throws IOException {
    below.endOutput();
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

  /** Whether bytes that {@link #send} accepted have not been sent below. */
  protected abstract boolean keeps();

  /**
   * Sends of these what can be sent now, and settles below.
   *
   * @return as {@link #settle} does
   */
  protected abstract int sendKept() throws IOException;

  @Override
  protected final boolean isSending() {
    return keeps() || below.isSending();
  }

  /** Has what is kept sent by a thread of its own while no writer is at it. */
  @Override
  protected final void leaveSending() {
    if (keeps() && sendingOn.compareAndSet(false, true)) {
      Thread.ofVirtual().name("hvsock-send-on").start(this::sendOn);
    }
  }

  /**
   * Looks now and then, rather than to wait for room under the lock of the output: that would keep
   * those who come to write, to end the output or to close.
   */
  private void sendOn() {
    try {
      for (long pause = FIRST_PAUSE; keeps(); pause = Math.min(2 * pause, MAX_PAUSE)) {
        LockSupport.parkNanos(pause);
        output().ifIdle(this::sendKeptUnlessFreed);
      }
    } catch (IOException e) {
      // Nothing is kept any more then; whoever writes next is told why.
    }
    sendingOn.set(false);
    leaveSending(); // what has come to be kept in between
  }

  private void sendKeptUnlessFreed() throws IOException {
    if (!isFreed()) {
      sendKept();
    }
  }

  @Override
  final void settleAtLast(Direction.LimitSupplier left) throws IOException {
    try {
      output().exclusively(() -> settle(left));
    } catch (ClosedChannelException | FlowResetException e) {
      // The peer is gone, and waits for nothing.
    }
  }

  private void settle(Direction.LimitSupplier left) throws IOException {
    BooleanSupplier over = () -> isAborted() || Thread.currentThread().isInterrupted();
    while (!isFreed() && !over.getAsBoolean() && left.nanos() > 0 && sendKept() == WOULD_BLOCK) {
      output().pause(left, over);
    }
  }

  @Override
  protected final Optional<BufferSizes> buffers() throws IOException {
    return below.buffers();
  }

  @Override
  protected void free(boolean abruptly) {
    below.releaseByOwner(abruptly);
  }
}
