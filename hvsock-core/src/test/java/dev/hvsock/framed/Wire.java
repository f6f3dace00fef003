package dev.hvsock.framed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A flow that speaks the framing, and the other end of what carries it, which is told every byte.
 */
record Wire(Flow framed, Flow raw) implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Sooner than a test runs out of time, so that the one that waits in vain says for what. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Limits what the raw end waits for. */
  Wire {
    raw.readTimeout(PATIENCE);
  }

  static UnixAddress fresh() {
    return UnixAddress.abstractName(
        "hvsock-framed-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet());
  }

  /** The framed end connects. */
  static Wire connected() throws IOException {
    return connected(options -> {});
  }

  static Wire connected(Consumer<ConnectOptions> options) throws IOException {
    UnixAddress address = fresh();
    try (Listener listener = Hvsock.listen(address)) {
      Flow framed = Hvsock.connect(new FramedAddress(address), options);
      return new Wire(framed, listener.accept());
    }
  }

  /** The framed end accepts. */
  static Wire accepted() throws IOException {
    UnixAddress address = fresh();
    try (Listener listener = Hvsock.listen(new FramedAddress(address))) {
      Flow raw = Hvsock.connect(address);
      return new Wire(listener.accept(), raw);
    }
  }

  /** Sends these bytes as they are. */
  void send(byte[]... parts) throws IOException {
    raw.write(ByteBuffer.wrap(Bytes.join(parts)));
  }

  /** Fails unless exactly these bytes are what came next. */
  void expect(byte[]... parts) throws IOException {
    byte[] expected = Bytes.join(parts);
    assertArrayEquals(expected, take(raw, expected.length));
  }

  /** Fails unless these bytes are all that came before the end. */
  void expectToEnd(byte[]... parts) throws IOException {
    expect(parts);
    assertEquals(-1, raw.read(ByteBuffer.allocate(1)));
  }

  /** Fails unless these bytes are what the framed end reads next. */
  void expectRead(byte[] expected) throws IOException {
    assertArrayEquals(expected, take(framed, expected.length));
  }

  /** Fails unless the framed end is at end-of-stream. */
  void expectEnd() throws IOException {
    assertEquals(-1, framed.read(ByteBuffer.allocate(1)));
  }

  private static byte[] take(Flow flow, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      assertTrue(flow.read(bytes) > 0, () -> "the end came after " + bytes.position());
    }
    return bytes.array();
  }

  /**
   * Takes frames apart, by means of its own, until a command comes.
   *
   * @param bytes where to put what they hold
   * @return the command
   */
  int takeFrames(ByteArrayOutputStream bytes) throws IOException {
    while (true) {
      int word = ByteBuffer.wrap(take(raw, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (word < 1 || word > 4096) {
        return word;
      }
      bytes.write(take(raw, word));
    }
  }

  @Override
  public void close() {
    framed.abort();
    raw.abort();
  }
}
