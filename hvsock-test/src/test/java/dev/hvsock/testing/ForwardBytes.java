package dev.hvsock.testing;

import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Random;

/**
 * The content of a stream: bytes that follow from a seed and their position, so that whoever reads
 * them knows at once which byte of which stream is missing, doubled or out of place.
 */
final class ForwardBytes {
  private static final int CHUNK = 64 * 1024;

  // A prime, so that losing or doubling a buffer, whose size is a round number, always shows.
  private static final int PERIOD = 131_101;

  private static final byte[] TABLE = table();

  private ForwardBytes() {}

  private static byte[] table() {
    byte[] period = new byte[PERIOD];
    new Random(20261120).nextBytes(period);
    byte[] table = Arrays.copyOf(period, PERIOD + CHUNK);
    System.arraycopy(period, 0, table, PERIOD, CHUNK);
    return table;
  }

  private static int index(long seed, long position) {
    return (int) Math.floorMod(seed * 7919 + position, (long) PERIOD);
  }

  /** The bytes of stream {@code seed} from {@code position} on, at most 64 KiB. */
  static ByteBuffer at(long seed, long position, long count) {
    byte[] bytes = new byte[(int) Math.min(count, CHUNK)];
    System.arraycopy(TABLE, index(seed, position), bytes, 0, bytes.length);
    return ByteBuffer.wrap(bytes);
  }

  /**
   * Makes a file that holds the bytes of every stream, see {@link #inFile}.
   *
   * @param most how many bytes from any position on it holds at least
   */
  static void writeFile(FileChannel file, int most) throws IOException {
    while (file.position() < PERIOD + most) {
      file.write(ByteBuffer.wrap(TABLE, 0, PERIOD));
    }
  }

  /** Where the bytes of stream {@code seed} from {@code position} on begin in that file. */
  static long inFile(long seed, long position) {
    return index(seed, position);
  }

  /** Writes the bytes of stream {@code seed} from {@code from} up to {@code to}. */
  static void send(Flow flow, long seed, long from, long to) throws IOException {
    for (long position = from; position < to; ) {
      position += flow.write(at(seed, position, to - position));
    }
  }

  /** Writes the whole of a stream and ends the output. */
  static void sendAll(Flow flow, long seed, long count) throws IOException {
    send(flow, seed, 0, count);
    flow.shutdownOutput();
  }

  /** Reads until end-of-stream, and fails unless it was the whole stream and nothing else. */
  static void expectAll(Flow flow, long seed, long count) throws IOException {
    long position = 0;
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    while (flow.read(buffer.clear()) >= 0) {
      position += check(buffer.flip(), seed, position);
    }
    if (position != count) {
      throw new AssertionError(
          "stream " + seed + " ended after " + position + " bytes instead of " + count);
    }
  }

  /** Reads the bytes of stream {@code seed} from {@code from} up to {@code to}, and no more. */
  static void expect(Flow flow, long seed, long from, long to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    for (long position = from; position < to; ) {
      if (flow.read(buffer.clear().limit((int) Math.min(CHUNK, to - position))) < 0) {
        throw new AssertionError("stream " + seed + " ended after " + position + " bytes");
      }
      position += check(buffer.flip(), seed, position);
    }
  }

  /** Fails unless the buffer holds the bytes of stream {@code seed} at {@code position}. */
  static int check(ByteBuffer buffer, long seed, long position) {
    int at = index(seed, position);
    ByteBuffer expected = ByteBuffer.wrap(TABLE, at, buffer.remaining());
    int wrong = expected.mismatch(buffer);
    if (wrong >= 0) {
      throw new AssertionError("stream " + seed + " is wrong at byte " + (position + wrong));
    }
    return buffer.remaining();
  }
}
