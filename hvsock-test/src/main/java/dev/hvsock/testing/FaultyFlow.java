package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A flow to which a script happens: short reads and writes, delays, stalls, resets and early ends,
 * at the same bytes each time.
 *
 * {@snippet :
 * Flow flow = FaultyFlow.over(Hvsock.connect(address), FaultScript.seeded(42).resetAfterReading(1000));
 * }
 *
 * <p>The program under test uses it in place of the flow that it stands on, which is the faulty
 * flow's from then on, and ends with it. A failure that the script makes names it. But for what the
 * script does, it keeps the contract of flows if the flow below does; one read may give less than
 * has arrived. Time limits of the flow below are set as these here demand; one that does not take
 * any, as a flow of functions, can be used without.
 */
public final class FaultyFlow implements Flow {
  private final Flow below;
  private final FaultScript script;
  private final FaultyHalf input;
  private final FaultyHalf output;
  private volatile boolean reset;

  private FaultyFlow(Flow below, FaultScript script) {
    this.below = below;
    this.script = script;
    this.input =
        new FaultyHalf("read", below.remoteAddress(), script.readingCourse(), readLimit(below));
    this.output =
        new FaultyHalf("write", below.remoteAddress(), script.writingCourse(), writeLimit(below));
  }

  /** Has a script happen to a flow, which is the faulty flow's from now on. */
  public static FaultyFlow over(Flow flow, FaultScript script) {
    return new FaultyFlow(flow, script);
  }

  private static FaultyHalf.Limit readLimit(Flow flow) {
    return new FaultyHalf.Limit() {
      @Override
      public Duration get() {
        return flow.readTimeout();
      }

      @Override
      public void set(Duration timeout) {
        flow.readTimeout(timeout);
      }
    };
  }

  private static FaultyHalf.Limit writeLimit(Flow flow) {
    return new FaultyHalf.Limit() {
      @Override
      public Duration get() {
        return flow.writeTimeout();
      }

      @Override
      public void set(Duration timeout) {
        flow.writeTimeout(timeout);
      }
    };
  }

  /** What happens to it. */
  public FaultScript script() {
    return script;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return (int) read(new ByteBuffer[] {dst}, 0, 1);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, dsts.length);
    for (int i = offset; i < offset + length; i++) {
      if (dsts[i].isReadOnly()) {
        throw new IllegalArgumentException("a read-only buffer cannot be read into");
      }
    }
    long start = input.direction().begin();
    try {
      return FaultyHalf.remaining(dsts, offset, length) == 0
          ? 0
          : readSome(dsts, offset, length, start);
    } finally {
      input.direction().finish();
    }
  }

  private long readSome(ByteBuffer[] dsts, int offset, int length, long start) throws IOException {
    while (true) {
      checkNotReset("read");
      if (input.direction().hasEnded()) {
        return -1;
      }
      if (!input.isClear()) {
        meetReading(start);
        continue;
      }
      input.limitBelow(start, 0);
      try {
        return input.move(dsts, offset, length, this::readBelow);
      } catch (SocketTimeoutException e) {
        // Unless the limit was changed meanwhile, the next look at it fails.
      } catch (ClosedChannelException e) {
        checkNotReset("read");
        throw e;
      }
    }
  }

  private void meetReading(long start) throws IOException {
    if (input.awaitMark(start, 0)) {
      switch (input.meet()) {
        case GO_ON -> {}
        case END -> shutdownInput();
        case RESET -> reset("read");
      }
    }
  }

  private long readBelow(ByteBuffer[] dsts, int offset, int length) throws IOException {
    return length == 1 ? below.read(dsts[offset]) : below.read(dsts, offset, length);
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    return (int) write(new ByteBuffer[] {src}, 0, 1);
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    long start = output.direction().begin();
    try {
      long bytes = FaultyHalf.remaining(srcs, offset, length);
      writeAll(srcs, offset, length, start, bytes);
      return bytes;
    } finally {
      output.direction().finish();
    }
  }

  /** Of no bytes at all, too: the flow below is asked whether it would take some. */
  private void writeAll(ByteBuffer[] srcs, int offset, int length, long start, long bytes)
      throws IOException {
    long left = bytes;
    do {
      checkWritable();
      if (left > 0 && !output.isClear()) {
        meetWriting(start, bytes - left);
      } else {
        writeSome(srcs, offset, length, start, bytes);
        left = FaultyHalf.remaining(srcs, offset, length);
      }
    } while (left > 0);
  }

  private void checkWritable() throws IOException {
    checkNotReset("write");
    output.direction().checkStillOpen();
    if (output.direction().hasEnded()) {
      throw new FlowClosedException("write " + remoteAddress() + ": the output is shut down");
    }
  }

  private void meetWriting(long start, long moved) throws IOException {
    if (output.awaitMark(start, moved)) {
      switch (output.meet()) {
        case GO_ON -> {}
        case END -> endOutput();
        case RESET -> reset("write");
      }
    }
  }

  private void endOutput() throws IOException {
    shutdownOutput();
    throw new FlowClosedException(
        "write " + remoteAddress() + ": the peer reads no more, says " + script + " (EPIPE)");
  }

  private void writeSome(ByteBuffer[] srcs, int offset, int length, long start, long bytes)
      throws IOException {
    output.limitBelow(start, bytes - FaultyHalf.remaining(srcs, offset, length));
    try {
      output.move(srcs, offset, length, this::writeBelow);
    } catch (InterruptedIOException e) {
      long left = FaultyHalf.remaining(srcs, offset, length);
      e.bytesTransferred = (int) Math.min(bytes - left, Integer.MAX_VALUE);
      // Out of time, unless the limit was changed meanwhile: the next look at it fails.
      if (left == 0 || !(e instanceof SocketTimeoutException)) {
        throw e;
      }
    } catch (ClosedChannelException e) {
      checkNotReset("write");
      throw e;
    }
  }

  private long writeBelow(ByteBuffer[] srcs, int offset, int length) throws IOException {
    return length == 1 ? below.write(srcs[offset]) : below.write(srcs, offset, length);
  }

  private void reset(String operation) throws IOException {
    reset = true;
    below.abort();
    input.direction().wake();
    output.direction().wake();
    checkNotReset(operation);
  }

  private void checkNotReset(String operation) throws IOException {
    if (reset) {
      throw new FlowResetException(
          operation
              + " "
              + remoteAddress()
              + ": the peer is gone, says "
              + script
              + " (ECONNRESET)");
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    input.direction().end();
    below.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    output.direction().end();
    below.shutdownOutput();
  }

  @Override
  public boolean isOpen() {
    return input.direction().isOpen();
  }

  @Override
  public void close() throws IOException {
    closeHere();
    below.close();
  }

  @Override
  public void abort() {
    closeHere();
    below.abort();
  }

  private void closeHere() {
    input.direction().close();
    output.direction().close();
  }

  @Override
  public Address localAddress() {
    return below.localAddress();
  }

  @Override
  public Address remoteAddress() {
    return below.remoteAddress();
  }

  @Override
  public Optional<BufferSizes> bufferSizes() throws IOException {
    return below.bufferSizes();
  }

  @Override
  public Duration readTimeout() {
    return input.direction().timeout();
  }

  @Override
  public void readTimeout(Duration timeout) {
    input.timeout(timeout);
  }

  @Override
  public Duration writeTimeout() {
    return output.direction().timeout();
  }

  @Override
  public void writeTimeout(Duration timeout) {
    output.timeout(timeout);
  }

  /** The flow below, the script, and how far it has come. */
  @Override
  public String toString() {
    return below
        + " with "
        + script
        + ", "
        + input.position()
        + " bytes read, "
        + output.position()
        + " written";
  }
}
