package dev.hvsock.cli;

import java.nio.ByteBuffer;
import picocli.CommandLine.Option;

/** The options of commands that measure: which memory bytes are read into and written from. */
final class BufferOptions {
  private static final int MAX_BYTES = 1 << 30;

  @Option(
      names = "--buffer",
      paramLabel = "SIZE",
      description = "How many bytes one read or write may move (256K unless given).")
  private Size size = new Size(256 * 1024);

  @Option(
      names = "--heap",
      description = "Read into and write from an array, not a buffer outside the heap.")
  private boolean heap;

  /** How many bytes one operation may move. */
  int size() {
    return size.upTo(MAX_BYTES, "--buffer");
  }

  /** Such memory, of the size asked for. */
  ByteBuffer allocate() {
    return allocate(size());
  }

  /** Such memory. */
  ByteBuffer allocate(int bytes) {
    return heap ? ByteBuffer.allocate(bytes) : ByteBuffer.allocateDirect(bytes);
  }
}
