package dev.hvsock.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** What a sink has taken. */
final class Delivery {
  private final WritableByteChannel sink;
  private long bytes;

  Delivery(WritableByteChannel sink) {
    this.sink = sink;
  }

  /** Writes all that {@code load} holds from its beginning to its limit. */
  void deliver(ByteBuffer load) throws IOException {
    try {
      while (load.hasRemaining()) {
        sink.write(load);
      }
    } finally {
      bytes += load.position();
    }
  }

  long bytes() {
    return bytes;
  }
}
