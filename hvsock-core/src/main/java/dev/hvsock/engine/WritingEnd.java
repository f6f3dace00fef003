package dev.hvsock.engine;

import dev.hvsock.Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/** The writing direction of a {@link DuplexFlow}, beside its reading one. */
abstract class WritingEnd extends ReadingEnd {
  private final Direction output;
  // Guarded by the output's lock.
  private boolean outputEndTold;

  WritingEnd(Address remote, Waiter.Source readable, Waiter.Source writable, FlowLimits limits) {
    super(remote, readable, limits.readTimeout());
    this.output = new Direction("write", remote, writable, limits.writeTimeout());
  }

  @Override
  public final int write(ByteBuffer src) throws IOException {
    return write(src, noting(src));
  }

  /** Writes as {@link #write(ByteBuffer)} does, before a witness. */
  public final int write(ByteBuffer src, Witness witness) throws IOException {
    return write(src, () -> witness.watch(src, noting(src)));
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
    return write(srcs, offset, length, this::noting);
  }

  /** Writes as {@link #write(ByteBuffer[], int, int)} does, before a witness. */
  public final long write(ByteBuffer[] srcs, int offset, int length, Witness witness)
      throws IOException {
    return write(srcs, offset, length, src -> () -> witness.watch(src, noting(src)));
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
      sendAll(() -> sendOnce(giving), bytes, start, 0);
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
      int n = output.attempt(giving);
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
      throw Failures.outputShutDown("write", remoteAddress());
    }
  }

  private int sendNoting(Attempt giving) throws IOException {
    return output.attempt(() -> sendOnce(giving));
  }

  /** Of what a witness does besides, a reader that asks about resets need not wait for the end. */
  private Attempt noting(ByteBuffer src) {
    return () -> sendOnce(() -> send(src));
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
  final void tellOutputEnd() throws IOException {
    if (!outputEndTold) {
      outputEndTold = true;
      endOutput();
    }
  }

  /** The writing direction. */
  final Direction output() {
    return output;
  }

  @Override
  public final Duration writeTimeout() {
    return output.timeout();
  }

  @Override
  public final void writeTimeout(Duration timeout) {
    output.timeout(timeout);
  }
}
