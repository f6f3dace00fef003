package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A flow over a transport that never blocks: this class waits, times out, takes turns and closes; a
 * subclass moves bytes.
 *
 * <p>Closing marks both directions closed and wakes their threads, then works under the directions'
 * locks, so that the last user has left when {@link #free} is called.
 */
public abstract class DuplexFlow extends Endpoint {
  private final Direction input;
  private final Direction output;
  private final long closeNanos;
  private final Ledger.Entry entry;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Address local;
  private volatile Address remote;
  private volatile EndCheck endCheck = () -> {};
  private volatile boolean aborted;
  private volatile boolean reset;
  private volatile boolean sending;
  // Guarded by the input's lock.
  private boolean peerEnded;
  // Guarded by the output's lock.
  private boolean outputEndTold;
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
    this.local = local;
    this.remote = remote;
    this.input = new Direction("read", remote, readable, limits.readTimeout());
    this.output = new Direction("write", remote, writable, limits.writeTimeout());
    this.closeNanos = Timeout.toNanos(limits.closeTimeout());
    this.entry = Ledger.opened(local, Optional.of(remote));
  }

  @Override
  public final int read(ByteBuffer dst) throws IOException {
    return read(dst, () -> receive(dst));
  }

  /** Reads as {@link #read(ByteBuffer)} does, before a witness. */
  public final int read(ByteBuffer dst, Witness witness) throws IOException {
    return read(dst, () -> witness.watch(dst, () -> receive(dst)));
  }

  private int read(ByteBuffer dst, Attempt taking) throws IOException {
    checkNotReadOnly(dst);
    long start = input.begin();
    try {
      return dst.hasRemaining() ? readSome(taking, start) : 0;
    } finally {
      input.finish();
    }
  }

  /**
   * Reads as {@link #read(ByteBuffer)} does, but to where {@code taking} puts what it receives.
   *
   * @return what the attempt gave in the end, or {@link #END}
   */
  public final int take(Attempt taking) throws IOException {
    long start = input.begin();
    try {
      return readSome(taking, start);
    } finally {
      input.finish();
    }
  }

  @Override
  public final long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    return read(dsts, offset, length, dst -> () -> receive(dst));
  }

  /** Reads as {@link #read(ByteBuffer[], int, int)} does, before a witness. */
  public final long read(ByteBuffer[] dsts, int offset, int length, Witness witness)
      throws IOException {
    return read(dsts, offset, length, dst -> () -> witness.watch(dst, () -> receive(dst)));
  }

  private long read(ByteBuffer[] dsts, int offset, int length, Function<ByteBuffer, Attempt> taking)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, dsts.length);
    for (int i = offset; i < offset + length; i++) {
      checkNotReadOnly(dsts[i]);
    }
    long start = input.begin();
    try {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        ByteBuffer dst = dsts[i];
        while (dst.hasRemaining()) {
          Attempt attempt = taking.apply(dst);
          int n = total == 0 ? readSome(attempt, start) : receiveMore(attempt);
          if (n <= 0) {
            return total > 0 ? total : n;
          }
          total += n;
        }
      }
      return total;
    } finally {
      input.finish();
    }
  }

  private static void checkNotReadOnly(ByteBuffer dst) {
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("a read-only buffer cannot be read into");
    }
  }

  /**
   * Takes what else has arrived; a failure is left to the next read, for bytes go with this one.
   */
  private int receiveMore(Attempt taking) {
    try {
      return input.hasEnded() ? END : receiveNoting(taking);
    } catch (IOException e) {
      return END;
    }
  }

  private int readSome(Attempt taking, long start) throws IOException {
    while (!input.hasEnded()) {
      input.checkStillOpen();
      int n = receiveNoting(taking);
      if (n > 0) {
        return n;
      }
      if (n == WOULD_BLOCK) {
        taking.rest();
        input.await(start, 0);
      } else if (isReset()) {
        throw Failures.reset("read", remote);
      } else {
        checkEnd();
        peerEnded = endIsLast();
        input.end();
      }
    }
    return END;
  }

  /**
   * Whether it was a reset that ended this direction. Linux reports one once, and end-of-stream
   * from then on; so if a writer is at work, it may just have been told, and this waits for it to
   * say so. It does not wait long: sending does not block. But the writer may need this thread's
   * carrier.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  boolean isReset() {
    while (sending) {
      Thread.yield();
    }
    return reset;
  }

  private int receiveNoting(Attempt taking) throws IOException {
    try {
      return input.attempt(taking);
    } catch (FlowResetException e) {
      reset = true;
      throw e;
    }
  }

  @Override
  public final int write(ByteBuffer src) throws IOException {
    return write(src, () -> send(src));
  }

  /** Writes as {@link #write(ByteBuffer)} does, before a witness. */
  public final int write(ByteBuffer src, Witness witness) throws IOException {
    return write(src, () -> witness.watch(src, () -> send(src)));
  }

  private int write(ByteBuffer src, Attempt giving) throws IOException {
    long start = output.begin();
    try {
      return (int) writeAll(src, giving, start, 0);
    } finally {
      output.finish();
    }
  }

  @Override
  public final long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    return write(srcs, offset, length, src -> () -> send(src));
  }

  /** Writes as {@link #write(ByteBuffer[], int, int)} does, before a witness. */
  public final long write(ByteBuffer[] srcs, int offset, int length, Witness witness)
      throws IOException {
    return write(srcs, offset, length, src -> () -> witness.watch(src, () -> send(src)));
  }

  private long write(
      ByteBuffer[] srcs, int offset, int length, Function<ByteBuffer, Attempt> giving)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    long start = output.begin();
    try {
      long moved = 0;
      for (int i = offset; i < offset + length; i++) {
        moved = writeAll(srcs[i], giving.apply(srcs[i]), start, moved);
      }
      return moved;
    } finally {
      output.finish();
    }
  }

  /**
   * Writes as {@link #write(ByteBuffer)} does, but what {@code giving} sends.
   *
   * @param bytes how many are to be sent
   */
  public final void give(Attempt giving, long bytes) throws IOException {
    long start = output.begin();
    try {
      sendAll(giving, bytes, start, 0);
    } finally {
      output.finish();
    }
  }

  private long writeAll(ByteBuffer src, Attempt giving, long start, long before)
      throws IOException {
    if (src.hasRemaining()) {
      return sendAll(giving, src.remaining(), start, before);
    }
    checkWritable();
    sendNoting(this::probe);
    return before;
  }

  private int probe() throws IOException {
    probePeer();
    return END;
  }

  private long sendAll(Attempt giving, long bytes, long start, long before) throws IOException {
    long moved = before;
    while (moved < before + bytes) {
      checkWritable();
      int n = sendNoting(giving);
      if (n == WOULD_BLOCK) {
        awaitWritable(start, moved);
      } else {
        moved += n;
      }
    }
    while (isSending() && sendNoting(this::settle) == WOULD_BLOCK) {
      awaitWritable(start, moved);
      checkWritable();
    }
    return moved;
  }

  private void awaitWritable(long start, long moved) throws IOException {
    try {
      output.await(start, moved);
    } catch (InterruptedIOException e) { // or out of time
      leaveSending();
      throw e;
    }
  }

  private void checkWritable() throws IOException {
    output.checkStillOpen();
    if (output.hasEnded()) {
      throw Failures.outputShutDown("write", remote);
    }
  }

  private int sendNoting(Attempt giving) throws IOException {
    return output.attempt(() -> sendOnce(giving));
  }

  private int sendOnce(Attempt giving) throws IOException {
    sending = true;
    try {
      return giving.run();
    } catch (FlowResetException e) {
      reset = true;
      throw e;
    } finally {
      sending = false;
    }
  }

  @Override
  public final void shutdownInput() throws IOException {
    if (!input.isOpen()) {
      return; // rather than wait for a close that waits for the peer
    }
    input.end();
    input.exclusively(
        () -> {
          if (input.isOpen()) {
            endInput();
          }
        });
  }

  @Override
  public final void shutdownOutput() throws IOException {
    if (!output.hasEnded()) {
      output.end();
      output.exclusively(
          () -> {
            if (output.isOpen()) {
              tellOutputEnd();
            }
          });
    }
  }

  /**
   * Once, by whoever gets here first: a close may overtake a shutdown that has marked the end
   * already and not told the transport yet.
   */
  private void tellOutputEnd() throws IOException {
    if (!outputEndTold) {
      outputEndTold = true;
      endOutput();
    }
  }

  @Override
  public final void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long start = System.nanoTime();
    input.close();
    output.close();
    try {
      output.exclusively(this::endOutputAtLast);
      input.exclusively(() -> discardUntilEnd(start));
      settleAtLast(() -> closeTimeLeft(start));
    } finally {
      freeOnce(false);
    }
  }

  private void endOutputAtLast() throws IOException {
    if (!aborted) {
      output.end();
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
    while (goesOn && !aborted && !peerEnded && closeTimeLeft(start) > 0) {
      goesOn = discardArrived(start) && !Thread.currentThread().isInterrupted();
      if (goesOn) {
        input.pause(() -> closeTimeLeft(start), () -> aborted);
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
    release(true);
  }

  /** Ends both directions now, whatever the peer does. */
  final void release(boolean abruptly) {
    closed.set(true);
    if (abruptly) {
      aborted = true;
    }
    input.close();
    output.close();
    freeOnce(abruptly);
  }

  private void freeOnce(boolean abruptly) {
    try {
      output.exclusively(
          () ->
              input.exclusively(
                  () -> {
                    if (!freed) {
                      freed = true;
                      free(abruptly || aborted);
                      entry.close();
                    }
                  }));
    } catch (IOException e) {
      throw new AssertionError("freeing does not fail", e);
    }
  }

  /** The reading direction. */
  final Direction input() {
    return input;
  }

  /** The writing direction. */
  final Direction output() {
    return output;
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
    output.begin();
    try {
      return buffers();
    } finally {
      output.finish();
    }
  }

  /** Gives the ends other names: of a flow whose user knows it by an address of another kind. */
  public final void rename(Address newLocal, Address newRemote) {
    local = newLocal;
    remote = newRemote;
    input.rename(newRemote);
    output.rename(newRemote);
  }

  /** Has an end of the input looked into before it counts as one. */
  public final void checkEnds(EndCheck check) {
    endCheck = check;
  }

  /** Fails if the end that {@link #receive} has given is not one. */
  final void checkEnd() throws IOException {
    endCheck.check();
  }

  /** Whether the end of a stream is to be believed. */
  public interface EndCheck {
    /** Fails if it is not. */
    void check() throws IOException;
  }

  @Override
  public final Duration readTimeout() {
    return input.timeout();
  }

  @Override
  public final void readTimeout(Duration timeout) {
    input.timeout(timeout);
  }

  @Override
  public final Duration writeTimeout() {
    return output.timeout();
  }

  @Override
  public final void writeTimeout(Duration timeout) {
    output.timeout(timeout);
  }

  @Override
  public String toString() {
    return local + " <-> " + remote;
  }
}
