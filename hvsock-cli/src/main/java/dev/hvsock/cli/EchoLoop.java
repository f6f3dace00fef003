package dev.hvsock.cli;

import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sends back what arrives on one flow. Its buffer begins small, for the sake of many quiet flows,
 * and grows while reads fill it.
 */
final class EchoLoop {
  private static final int FIRST_BYTES = 1024;
  private static final int GROWTH = 4;

  private final Flow flow;
  private final BufferOptions buffering;
  private ByteBuffer buffer;
  private long bytes;
  private long operations;

  EchoLoop(Flow flow, BufferOptions buffering) {
    this.flow = flow;
    this.buffering = buffering;
    buffer = buffering.allocate(Math.min(FIRST_BYTES, buffering.size()));
  }

  /** Goes on until the peer ends. */
  void run() throws IOException {
    while (flow.read(buffer.clear()) >= 0) {
      bytes += flow.write(buffer.flip());
      operations += 2;
      if (buffer.limit() == buffer.capacity() && buffer.capacity() < buffering.size()) {
        buffer =
            buffering.allocate((int) Math.min((long) buffer.capacity() * GROWTH, buffering.size()));
      }
    }
  }

  /** How many bytes were sent back. */
  long bytes() {
    return bytes;
  }

  /** How many reads and writes that took. */
  long operations() {
    return operations;
  }
}
