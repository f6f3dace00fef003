package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** What the cases send, and how they take it in. */
final class Content {
  /** More than any transport buffers; without a pattern, so what is lost or moved shows. */
  private static final byte[] BULK = bytes(new Random(1), 64 << 20);

  private Content() {}

  /** Bytes that are the same each time, and others for another length. */
  static byte[] bytes(int length) {
    int from = length % 4096;
    return Arrays.copyOfRange(BULK, from, from + length);
  }

  static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static ByteBuffer text(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  static void write(Flow flow, byte[] bytes) throws IOException {
    assertEquals(bytes.length, flow.write(ByteBuffer.wrap(bytes)));
  }

  static void write(Flow flow, String text) throws IOException {
    write(flow, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads exactly so many bytes. */
  static byte[] read(Flow flow, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      int n = flow.read(buffer);
      assertTrue(n > 0, () -> "read " + n + " with room for more");
    }
    return buffer.array();
  }

  static String readText(Flow flow, int length) throws IOException {
    return new String(read(flow, length), StandardCharsets.UTF_8);
  }

  /** Reads until end-of-stream. */
  static byte[] toEnd(Flow flow) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    int n = flow.read(buffer);
    while (n >= 0) {
      assertTrue(n > 0, "read nothing with room for more");
      if (!buffer.hasRemaining()) {
        buffer = ByteBuffer.allocate(buffer.capacity() * 4).put(buffer.flip());
      }
      n = flow.read(buffer);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  static String textToEnd(Flow flow) throws IOException {
    return new String(toEnd(flow), StandardCharsets.UTF_8);
  }

  /** A write of this blocks for as long as nobody reads. */
  static ByteBuffer bulk() {
    return ByteBuffer.wrap(BULK).asReadOnlyBuffer();
  }

  /** Reads exactly so many bytes, which are those of {@link #bulk}. */
  static void readBulk(Flow flow, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
    ByteBuffer bulk = bulk();
    while (bulk.position() < length) {
      int n =
          flow.read(buffer.clear().limit(Math.min(buffer.capacity(), length - bulk.position())));
      assertTrue(n > 0, () -> "read " + n + " with room for more");
      assertEquals(bulk.slice(bulk.position(), n), buffer.flip(), "what was read was not written");
      bulk.position(bulk.position() + n);
    }
  }

  /** Reads all of {@link #bulk}. */
  static void readBulk(Flow flow) throws IOException {
    readBulk(flow, BULK.length);
  }

  /** Fills what the transport buffers on the way from {@code flow}; tells how much that is. */
  static int fill(Flow flow) {
    flow.writeTimeout(Duration.ofMillis(50));
    SocketTimeoutException full =
        assertThrows(SocketTimeoutException.class, () -> flow.write(bulk()));
    flow.writeTimeout(Flow.FOREVER);
    return full.bytesTransferred;
  }

  /** Writes until the transport has found out that the other end will not read. */
  static IOException writeUntilFailure(Flow flow) {
    ByteBuffer some = ByteBuffer.allocate(4096);
    return assertThrows(
        IOException.class,
        () -> {
          while (true) {
            flow.write(some.clear());
          }
        });
  }
}
