package dev.hvsock.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Native buffers for copying, lent for as long as bytes are on their way: there are as many as
 * copies are at work at one moment, not as many as there are copies.
 */
public final class NativeBuffers {
  /** How many bytes a buffer for a source that has little to say holds. */
  static final int SMALL_BYTES = 16 * 1024;

  /** How many bytes a buffer for a busy source holds: a write of that size saturates a socket. */
  static final int LARGE_BYTES = 256 * 1024;

  private static final NativeBuffers SMALL = new NativeBuffers(SMALL_BYTES, 256);
  private static final NativeBuffers LARGE = new NativeBuffers(LARGE_BYTES, 32);

  /** Copies that wait for their sink keep theirs; a busy source beyond these gets a small one. */
  private static final Semaphore LARGE_ONES = new Semaphore(128);

  private final int bytes;
  private final int kept;
  private final ConcurrentLinkedDeque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idleCount = new AtomicInteger();

  private NativeBuffers(int bytes, int kept) {
    this.bytes = bytes;
    this.kept = kept;
  }

  /** Lends an empty buffer, large if possible and wanted. Whoever borrows it gives it back once. */
  public static ByteBuffer borrow(boolean large) {
    return large && LARGE_ONES.tryAcquire() ? LARGE.take() : SMALL.take();
  }

  /** Takes a buffer back, which its borrower uses no more. */
  public static void giveBack(ByteBuffer buffer) {
    if (buffer.capacity() == LARGE_BYTES) {
      LARGE.put(buffer);
      LARGE_ONES.release();
    } else {
      SMALL.put(buffer);
    }
  }

  private ByteBuffer take() {
    ByteBuffer buffer = idle.pollFirst();
    if (buffer == null) {
      return ByteBuffer.allocateDirect(bytes);
    }
    idleCount.decrementAndGet();
    return buffer.clear();
  }

  /** What is not kept is the garbage collector's to free. */
  private void put(ByteBuffer buffer) {
    if (idleCount.incrementAndGet() <= kept) {
      idle.addFirst(buffer);
    } else {
      idleCount.decrementAndGet();
    }
  }
}
