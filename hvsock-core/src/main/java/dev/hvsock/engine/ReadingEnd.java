package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/** The reading direction of a {@link DuplexFlow}: waits, times out and ends. */
abstract class ReadingEnd extends Endpoint {
  private final Direction input;
  private volatile EndCheck endCheck = () -> {};
  private volatile boolean reset;
  private volatile boolean sending;
  // Guarded by the input's lock.
  private boolean peerEnded;

  ReadingEnd(Address remote, Waiter.Source readable, Duration timeout) {
    this.input = new Direction("read", remote, readable, timeout);
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
        throw Failures.reset("read", remoteAddress());
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

  /** Sends, and takes notice of a reset, for whoever reads meanwhile or later. */
  final int sendOnce(Attempt giving) throws IOException {
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

  /** Whether the peer has said the last that there is to hear; for whoever holds the lock. */
  final boolean peerHasEnded() {
    return peerEnded;
  }

  /** The reading direction. */
  final Direction input() {
    return input;
  }

  @Override
  public final Duration readTimeout() {
    return input.timeout();
  }

  @Override
  public final void readTimeout(Duration timeout) {
    input.timeout(timeout);
  }
}
