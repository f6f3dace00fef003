package dev.hvsock.transfer.wire;

import dev.hvsock.Flow;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Hears messages. One thread at a time listens.
 *
 * <p>Patience is with a message as a whole, lest a peer that says a byte now and then be waited for
 * for ever.
 */
final class WireInput {
  /** How many bytes of DATA patience is with. */
  private static final int DATA_STEP = 64 * 1024;

  /**
   * DATA as large as this is probably followed by more of it, which is not to be copied once more.
   */
  private static final int LARGE_DATA = 64 * 1024;

  private static final int MOST_STILL_AT_IT = 10_000;

  private final Flow flow;
  private final ByteBuffer arrived = ByteBuffer.allocate(2 * Decoder.MAX_FIELDS).flip();
  private volatile Duration patience;
  private long deadline;
  private int dataLeft;
  private boolean wasLarge;
  private long heardBytes;
  private volatile long heardAt = System.nanoTime();

  WireInput(Flow flow, Duration patience) {
    this.flow = flow;
    this.patience = patience;
  }

  /** Sets how long the peer may take, from now on. */
  void patience(Duration limit) {
    patience = limit;
  }

  /** The peer's greeting, within its own time. */
  Greeting greeting(Duration limit) throws IOException {
    expectWithin(limit);
    StringBuilder line = new StringBuilder();
    while (true) {
      need(1, "its greeting");
      char next = (char) (arrived.get() & 0xff);
      if (next == '\n') {
        return Greeting.parse(line.toString());
      }
      line.append(next);
      if (line.length() >= Greeting.MAX_BYTES) {
        return Greeting.parse(line.toString()); // which it cannot be
      }
    }
  }

  /** The next message, unless all it says is that it is still at it. */
  Message next(String expected) throws IOException {
    for (int i = 0; i <= MOST_STILL_AT_IT; i++) {
      expectWithin(patience);
      Message message = one(expected);
      if (!(message instanceof Message.StillAtIt)) {
        return message;
      }
    }
    throw new ProtocolException("it is still at it for ever");
  }

  private Message one(String expected) throws IOException {
    if (dataLeft > 0) {
      throw new IllegalStateException(dataLeft + " bytes of DATA were not read");
    }
    if (wasLarge) {
      needExactly(Encoder.HEADER_BYTES, expected);
    } else {
      need(Encoder.HEADER_BYTES, expected);
    }
    int type = arrived.get() & 0xff;
    int length = arrived.getInt();
    heardBytes += Encoder.HEADER_BYTES + (long) length;
    int fields = Decoder.fieldBytes(type, length);
    need(fields, expected);
    ByteBuffer bytes = arrived.slice(arrived.position(), fields);
    arrived.position(arrived.position() + fields);
    Message message = Decoder.decode(type, length, bytes);
    if (message instanceof Message.Data) {
      dataLeft = length;
      wasLarge = length >= LARGE_DATA;
    } else {
      wasLarge = false;
    }
    return message;
  }

  /** How many bytes the messages have that were heard. */
  long heardBytes() {
    return heardBytes;
  }

  /** When something was heard last, as {@link System#nanoTime}; any thread may ask. */
  long heardAt() {
    return heardAt;
  }

  /** How many bytes of DATA have not been read. */
  int dataLeft() {
    return dataLeft;
  }

  /** Reads bytes of DATA, until {@code dst} has no room or there are no more of them. */
  void data(ByteBuffer dst) throws IOException {
    while (dataLeft > 0 && dst.hasRemaining()) {
      int step = Math.min(Math.min(dataLeft, dst.remaining()), DATA_STEP);
      expectWithin(patience);
      ByteBuffer some = dst.slice(dst.position(), step);
      take(some);
      dst.position(dst.position() + step);
      dataLeft -= step;
    }
  }

  private void take(ByteBuffer dst) throws IOException {
    int before = Math.min(arrived.remaining(), dst.remaining());
    dst.put(arrived.slice(arrived.position(), before));
    arrived.position(arrived.position() + before);
    while (dst.hasRemaining()) {
      receive(dst, "the rest of a file");
    }
  }

  /** Waits for the end of the peer's direction. */
  void awaitEnd() throws IOException {
    expectWithin(patience);
    flow.readTimeout(left());
    if (arrived.hasRemaining() || flow.read(arrived.clear()) >= 0) {
      throw new ProtocolException("it goes on after the end");
    }
  }

  /** Reads on, and throws away what it reads, until the peer ends its direction or time is over. */
  void drain(Duration limit) throws IOException {
    expectWithin(limit);
    do {
      flow.readTimeout(left());
    } while (flow.read(arrived.clear()) >= 0);
  }

  private void need(int bytes, String expected) throws IOException {
    if (arrived.remaining() < bytes) {
      arrived.compact();
      while (arrived.position() < bytes) {
        receive(arrived, expected);
      }
      arrived.flip();
    }
  }

  /** What comes after it stays in the flow, to be read to where it belongs. */
  private void needExactly(int bytes, String expected) throws IOException {
    if (arrived.remaining() < bytes) {
      arrived.compact().limit(bytes);
      while (arrived.hasRemaining()) {
        receive(arrived, expected);
      }
      arrived.flip();
    }
  }

  private void expectWithin(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private void receive(ByteBuffer dst, String expected) throws IOException {
    int n;
    try {
      flow.readTimeout(left());
      n = flow.read(dst);
    } catch (SocketTimeoutException e) {
      throw new SocketTimeoutException("the peer is silent or slow, and has not said " + expected);
    }
    if (n < 0) {
      throw new EOFException("the peer ended before it had said " + expected);
    }
    heardAt = System.nanoTime();
  }
}
