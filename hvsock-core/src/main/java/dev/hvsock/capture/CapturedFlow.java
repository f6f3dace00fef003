package dev.hvsock.capture;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.Capture.Event;
import dev.hvsock.Flow;
import dev.hvsock.engine.DuplexFlow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A view of a flow that records what goes through it.
 *
 * <p>Of a flow of the engine's, bytes are recorded when the transport takes or gives them, in that
 * order. Of another kind they are recorded when the operation is over, which an answer may
 * overtake; and threads that take turns in one direction may change places.
 */
public final class CapturedFlow implements Flow {
  private final Flow flow;
  private final FlowRecord record;

  private CapturedFlow(Flow flow, FlowRecord record) {
    this.flow = flow;
    this.record = record;
  }

  /**
   * Makes the view, and records that the flow is there.
   *
   * @param number no other flow of the file has it
   * @param connected whether this end has connected it, rather than accepted
   */
  public static CapturedFlow of(Flow flow, PcapFile file, long number, boolean connected) {
    FlowRecord record =
        new FlowRecord(file, Ends.of(flow.localAddress(), flow.remoteAddress(), number));
    record.begin(connected);
    return new CapturedFlow(flow, record);
  }

  /** One call of the flow. */
  private interface Operation {
    long run() throws IOException;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    return (int)
        reading(
            () ->
                flow instanceof DuplexFlow duplex
                    ? duplex.read(dst, record::watchReading)
                    : readAndRecord(() -> flow.read(dst), dst));
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, dsts.length);
    ByteBuffer[] used = Arrays.copyOfRange(dsts, offset, offset + length);
    return reading(
        () ->
            flow instanceof DuplexFlow duplex
                ? duplex.read(used, 0, length, record::watchReading)
                : readAndRecord(() -> flow.read(used, 0, length), used));
  }

  private long reading(Operation operation) throws IOException {
    try {
      long n = operation.run();
      if (n < 0) {
        record.endOfInput();
      }
      return n;
    } catch (IOException e) {
      record.failure(e, false);
      throw e;
    }
  }

  private long readAndRecord(Operation operation, ByteBuffer... dsts) throws IOException {
    int[] from = Stream.of(dsts).mapToInt(ByteBuffer::position).toArray();
    try {
      return operation.run();
    } finally {
      for (int i = 0; i < from.length; i++) {
        record.received(dsts[i], from[i]);
      }
    }
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    return (int)
        writing(
            () ->
                flow instanceof DuplexFlow duplex
                    ? duplex.write(src, record)
                    : writeAndRecord(() -> flow.write(src), src));
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    ByteBuffer[] used = Arrays.copyOfRange(srcs, offset, offset + length);
    return writing(
        () ->
            flow instanceof DuplexFlow duplex
                ? duplex.write(used, 0, length, record)
                : writeAndRecord(() -> flow.write(used, 0, length), used));
  }

  private long writing(Operation operation) throws IOException {
    try {
      return operation.run();
    } catch (IOException e) {
      if (flow.isOpen()) { // or else it was closed here, not through this view
        record.failure(e, true);
      }
      throw e;
    }
  }

  private long writeAndRecord(Operation operation, ByteBuffer... srcs) throws IOException {
    int[] from = Stream.of(srcs).mapToInt(ByteBuffer::position).toArray();
    try {
      return operation.run();
    } finally {
      for (int i = 0; i < from.length; i++) {
        record.sent(srcs[i], from[i]);
      }
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    record.end(Event.SHUTDOWN_INPUT);
    flow.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    record.end(Event.SHUTDOWN_OUTPUT);
    flow.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    record.end(Event.CLOSE);
    try {
      flow.close();
    } finally {
      record.end();
    }
  }

  @Override
  public void abort() {
    record.end(Event.RESET);
    flow.abort();
  }

  @Override
  public boolean isOpen() {
    return flow.isOpen();
  }

  @Override
  public Address localAddress() {
    return flow.localAddress();
  }

  @Override
  public Address remoteAddress() {
    return flow.remoteAddress();
  }

  @Override
  public Optional<BufferSizes> bufferSizes() throws IOException {
    return flow.bufferSizes();
  }

  @Override
  public Duration readTimeout() {
    return flow.readTimeout();
  }

  @Override
  public void readTimeout(Duration timeout) {
    flow.readTimeout(timeout);
  }

  @Override
  public Duration writeTimeout() {
    return flow.writeTimeout();
  }

  @Override
  public void writeTimeout(Duration timeout) {
    flow.writeTimeout(timeout);
  }

  @Override
  public String toString() {
    return flow + " captured as " + record;
  }
}
