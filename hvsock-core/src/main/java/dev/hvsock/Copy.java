package dev.hvsock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/**
 * One copy in progress. Its buffer begins small, for the sake of many quiet flows, and grows while
 * reads fill it.
 */
final class Copy {
  private static final int FIRST_BYTES = 16 * 1024;
  private static final int MAX_BYTES = 256 * 1024;

  private final ReadableByteChannel source;
  private final WritableByteChannel sink;
  private final long start = System.nanoTime();
  private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES);
  private long bytes;
  private long operations;
  private boolean writing;

  Copy(ReadableByteChannel source, WritableByteChannel sink) {
    this.source = source;
    this.sink = sink;
  }

  /** Copies until end-of-stream. */
  void run() throws IOException {
    while (readOnce()) {
      buffer.flip();
      writing = true;
      writeAll();
      writing = false;
      if (buffer.limit() == buffer.capacity() && buffer.capacity() < MAX_BYTES) {
        buffer = ByteBuffer.allocate(buffer.capacity() * 4);
      }
    }
  }

  private boolean readOnce() throws IOException {
    int n = source.read(buffer.clear());
    if (n > 0) {
      operations++;
    }
    return n >= 0;
  }

  private void writeAll() throws IOException {
    try {
      while (buffer.hasRemaining()) {
        sink.write(buffer);
      }
    } finally {
      bytes += buffer.position();
    }
  }

  /** Whether it is the sink that is at work, or that failed. */
  boolean isWriting() {
    return writing;
  }

  CopyStatistics statistics() {
    return new CopyStatistics(bytes, operations, Duration.ofNanos(System.nanoTime() - start));
  }
}
