package dev.hvsock.cli;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Random;

/** Bytes that look random and are the same every time, of which no two blocks are equal. */
final class SeededBytes implements ReadableByteChannel {
  private static final int BLOCK_BYTES = 1 << 20;

  private final ByteBuffer block;
  private long left;

  /** Makes {@code size} bytes, when they are read. */
  SeededBytes(long size) {
    byte[] bytes = new byte[BLOCK_BYTES];
    new Random(5000).nextBytes(bytes);
    block = ByteBuffer.wrap(bytes).limit(0);
    left = size;
  }

  @Override
  public int read(ByteBuffer dst) {
    if (left == 0) {
      return -1;
    }
    if (!block.hasRemaining()) {
      block.clear().putLong(0, left); // tells this block from the others
    }
    int n = (int) Math.min(Math.min(left, block.remaining()), dst.remaining());
    dst.put(dst.position(), block, block.position(), n).position(dst.position() + n);
    block.position(block.position() + n);
    left -= n;
    return n;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
