package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A flow over a transport that never blocks: {@link ReadingEnd} and {@link WritingEnd} wait, time
 * out and take turns, this class closes, and a subclass moves bytes, see {@link Endpoint}.
 *
 * <p>Closing marks both directions closed and wakes their threads, then works under the directions'
 * locks, so that the last user has left when {@link #free} is called.
 */
public abstract class DuplexFlow extends WritingEnd {
  private final long closeNanos;
  private final Ledger.Entry entry;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Address local;
  private volatile Address remote;
  private volatile boolean aborted;
  // Set under the locks of both directions.
  private volatile @Nullable DuplexFlow owner;
  // Guarded by the locks of both directions.
  private boolean freed;

  /**
   * Makes an open flow.
   *
   * @param readable how a thread waits until {@link #receive} may have something
   * @param writable how a thread waits until {@link #send} may accept something
   */
  protected DuplexFlow(
      Address local,
      Address remote,
      Waiter.Source readable,
      Waiter.Source writable,
      FlowLimits limits) {
    super(remote, readable, writable, limits);
    this.local = local;
    this.remote = remote;
    this.closeNanos = Timeout.toNanos(limits.closeTimeout());
    this.entry = Ledger.opened(local, Optional.of(remote));
  }

  @Override
  public final void close() throws IOException {
    DuplexFlow above = owner;
    if (above == null) {
      closeItself();
    } else {
      above.close();
    }
  }

  private void closeItself() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long start = System.nanoTime();
    input().close();
    output().close();
    try {
      output().exclusively(this::endOutputAtLast);
      input().exclusively(() -> discardUntilEnd(start));
      settleAtLast(() -> closeTimeLeft(start));
    } finally {
      freeOnce(false);
    }
  }

  private void endOutputAtLast() throws IOException {
    if (!aborted) {
      output().end();
      tellOutputEnd();
      endBoth();
    }
  }

  /**
   * Reading on until the peer ends keeps the kernel from resetting a peer that is still reading
   * what we sent.
   */
  private void discardUntilEnd(long start) throws IOException {
    boolean goesOn = true;
    while (goesOn && !aborted && !peerHasEnded() && closeTimeLeft(start) > 0) {
      goesOn = discardArrived(start) && !Thread.currentThread().isInterrupted();
      if (goesOn) {
        input().pause(() -> closeTimeLeft(start), () -> aborted);
      }
    }
  }

  /** Gives whether there may be more to come. */
  private boolean discardArrived(long start) throws IOException {
    ByteBuffer discarded = NativeBuffers.borrow(false);
    try {
      int n;
      do {
        n = receive(discarded.clear());
      } while (n > 0 && !aborted && closeTimeLeft(start) > 0);
      return n != END;
    } catch (FlowResetException e) {
      return false;
    } finally {
      NativeBuffers.giveBack(discarded);
    }
  }

  private long closeTimeLeft(long start) {
    return closeNanos == Long.MAX_VALUE ? Long.MAX_VALUE : closeNanos - (System.nanoTime() - start);
  }

  @Override
  public final void abort() {
    DuplexFlow above = owner;
    if (above == null) {
      release(true);
    } else {
      above.abort();
    }
  }

  /**
   * Has {@code above}, which uses this flow under locks of its own, end it from now on, whoever
   * asks for that: nobody else may free what {@code above} uses.
   */
  final void belongTo(DuplexFlow above) throws IOException {
    output()
        .exclusively(
            () ->
                input()
                    .exclusively(
                        () -> {
                          input().checkStillOpen();
                          owner = above;
                        }));
  }

  /** Ends as {@link #release} does, for the owner, which uses this flow no more. */
  final void releaseByOwner(boolean abruptly) {
    owner = null;
    release(abruptly);
  }

  /** Ends both directions now, whatever the peer does. */
  final void release(boolean abruptly) {
    closed.set(true);
    if (abruptly) {
      aborted = true;
    }
    input().close();
    output().close();
    freeOnce(abruptly);
  }

  private void freeOnce(boolean abruptly) {
    try {
      output()
          .exclusively(
              () ->
                  input()
                      .exclusively(
                          () -> {
                            if (!freed && owner == null) {
                              freed = true;
                              free(abruptly || aborted);
                              entry.close();
                            }
                          }));
    } catch (IOException e) {
      throw new AssertionError("freeing does not fail", e);
    }
    DuplexFlow above = owner;
    if (above != null) {
      above.abort(); // it came while this flow was being ended
    }
  }

  /** The time limits as they are now. */
  final FlowLimits limits() {
    Duration closing = closeNanos == Long.MAX_VALUE ? Flow.FOREVER : Duration.ofNanos(closeNanos);
    return new FlowLimits(readTimeout(), writeTimeout(), closing);
  }

  /** Whether {@link #abort} was called. */
  final boolean isAborted() {
    return aborted;
  }

  /** Whether {@link #free} was called; for whoever holds the lock of a direction. */
  final boolean isFreed() {
    return freed;
  }

  @Override
  public final boolean isOpen() {
    return !closed.get();
  }

  @Override
  public final Address localAddress() {
    return local;
  }

  @Override
  public final Address remoteAddress() {
    return remote;
  }

  @Override
  public final Optional<BufferSizes> bufferSizes() throws IOException {
    output().begin();
    try {
      return buffers();
    } finally {
      output().finish();
    }
  }

  /** Gives the ends other names: of a flow whose user knows it by an address of another kind. */
  public final void rename(Address newLocal, Address newRemote) {
    local = newLocal;
    remote = newRemote;
    input().rename(newRemote);
    output().rename(newRemote);
  }

  @Override
  public String toString() {
    return local + " <-> " + remote;
  }
}
