package dev.hvsock.engine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Native buffers for copying, lent for as long as bytes are on their way: there are as many as
 * copies are at work at one moment or wait for their sink, not as many as there are copies.
 *
 * <p>Large ones are few, so that thousands of stalled copies do not take all memory.
 */
public final class NativeBuffers {
  /** How many bytes a buffer for a source that has little to say holds. */
  public static final int SMALL_BYTES = 16 * 1024;

  /** How many bytes a buffer for a busy source holds: a write of that size saturates a socket. */
  static final int LARGE_BYTES = 256 * 1024;

  private static final NativeBuffers SMALL =
      new NativeBuffers(SMALL_BYTES, Integer.MAX_VALUE, 2048);
  private static final NativeBuffers MEDIUM = new NativeBuffers(64 * 1024, 256, 256);
  private static final NativeBuffers LARGE = new NativeBuffers(LARGE_BYTES, 64, 64);

  private static final List<NativeBuffers> LARGEST_FIRST = List.of(LARGE, MEDIUM, SMALL);

  private final int bytes;
  private final int most;
  private final Semaphore lendable;
  private final int kept;
  private final ConcurrentLinkedDeque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idleCount = new AtomicInteger();

  private NativeBuffers(int bytes, int lendable, int kept) {
    this.bytes = bytes;
    this.most = lendable;
    this.lendable = new Semaphore(lendable);
    this.kept = kept;
  }

  /**
   * Lends an empty buffer. Whoever borrows it gives it back once.
   *
   * @param busy whether the source is, and a buffer as large as there is one left is of use
   */
  public static ByteBuffer borrow(boolean busy) {
    if (busy) {
      for (NativeBuffers buffers : LARGEST_FIRST) {
        if (buffers.lendable.tryAcquire()) {
          return buffers.take();
        }
      }
    }
    SMALL.lendable.acquireUninterruptibly();
    return SMALL.take();
  }

  /** Takes a buffer back, which its borrower uses no more. */
  public static void giveBack(ByteBuffer buffer) {
    for (NativeBuffers buffers : LARGEST_FIRST) {
      if (buffers.bytes == buffer.capacity()) {
        buffers.put(buffer);
      }
    }
  }

  /** How many bytes are lent out now. */
  static long lent() {
    return LARGEST_FIRST.stream()
        .mapToLong(
            buffers -> (long) buffers.bytes * (buffers.most - buffers.lendable.availablePermits()))
        .sum();
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
    lendable.release();
  }
}
