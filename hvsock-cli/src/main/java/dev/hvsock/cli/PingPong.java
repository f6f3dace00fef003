package dev.hvsock.cli;

import dev.hvsock.Flow;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Round trips on one flow, one after the other. What comes back from one is what the next one
 * sends, so that a single wrong byte is still seen at the end.
 */
final class PingPong {
  private final Flow flow;
  private final ByteBuffer buffer;
  private final byte[] ball;
  private long rounds;
  private long operations;

  /** Prepares rounds of {@code size} bytes each way, out of one direct buffer. */
  PingPong(Flow flow, int size) {
    this.flow = flow;
    ball = new byte[size];
    new Random(size).nextBytes(ball);
    buffer = ByteBuffer.allocateDirect(size).put(ball);
  }

  /**
   * Makes a round for each of {@code nanos}, which it fills with how long they took.
   *
   * @return how long all took, looking at the clock included
   */
  long measure(long[] nanos, Progress progress) throws IOException {
    long begin = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      round();
      nanos[i] = System.nanoTime() - start;
      progress.accept(++rounds);
    }
    return System.nanoTime() - begin;
  }

  private void round() throws IOException {
    flow.write(buffer.clear());
    operations++;
    buffer.clear();
    while (buffer.hasRemaining()) {
      if (flow.read(buffer) < 0) {
        throw new EOFException(
            failure("the peer ended in round " + (rounds + 1) + "; try: hvsock perf echo there"));
      }
      operations++;
    }
  }

  /** Makes sure that what was sent came back. */
  void check() throws IOException {
    if (!buffer.clear().equals(ByteBuffer.wrap(ball))) {
      throw new IOException(
          failure("other bytes came back than were sent; try: hvsock perf echo there"));
    }
  }

  private String failure(String reason) {
    return "ping " + flow.remoteAddress() + ": " + reason;
  }

  /** How many reads and writes there were so far. */
  long operations() {
    return operations;
  }
}
