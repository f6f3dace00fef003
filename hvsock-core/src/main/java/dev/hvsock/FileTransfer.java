package dev.hvsock;

import dev.hvsock.engine.NativeBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Moves bytes between a file and a flow through one native buffer. Not by {@code sendfile(2)}: a
 * file channel does not tell its descriptor (see docs/decisions/0013-files.md).
 */
final class FileTransfer {
  private FileTransfer() {}

  static long send(FileChannel source, long position, long count, Flow flow) throws IOException {
    check(position, count);
    ByteBuffer buffer = NativeBuffers.borrow(true);
    try {
      long sent = 0;
      while (sent < count && source.read(limit(buffer, count - sent), position + sent) >= 0) {
        sent += flow.write(buffer.flip());
      }
      return sent;
    } finally {
      NativeBuffers.giveBack(buffer);
    }
  }

  static long receive(Flow flow, FileChannel sink, long position, long count) throws IOException {
    check(position, count);
    ByteBuffer buffer = NativeBuffers.borrow(true);
    try {
      long received = 0;
      while (received < count && flow.read(limit(buffer, count - received)) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          received += sink.write(buffer, position + received);
        }
      }
      return received;
    } finally {
      NativeBuffers.giveBack(buffer);
    }
  }

  private static void check(long position, long count) {
    if (position < 0 || count < 0) {
      throw new IllegalArgumentException(
          "position " + position + " or count " + count + " is negative");
    }
  }

  private static ByteBuffer limit(ByteBuffer buffer, long bytes) {
    return buffer.clear().limit((int) Math.min(bytes, buffer.capacity()));
  }
}
