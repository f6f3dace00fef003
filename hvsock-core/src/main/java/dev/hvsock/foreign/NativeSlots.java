package dev.hvsock.foreign;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Small pieces of native memory, lent and taken back.
 *
 * <p>Every direction of a flow needs one for as long as it lives, to catch the error number of its
 * calls. An arena for each would cost a handshake with every thread to close; these come from
 * blocks that are never freed, so the memory they take is that of the largest number lent at once.
 */
public final class NativeSlots {
  private static final int SLOTS_IN_BLOCK = 512;

  private final long size;
  private final ConcurrentLinkedQueue<MemorySegment> free = new ConcurrentLinkedQueue<>();
  private final AtomicLong made = new AtomicLong();

  /** Makes a pool of pieces of {@code size} bytes, a multiple of 8. */
  public NativeSlots(long size) {
    this.size = size;
  }

  /** Lends a piece of any content. Whoever borrows it gives it back once. */
  public MemorySegment borrow() {
    MemorySegment slot = free.poll();
    while (slot == null) {
      addBlock();
      slot = free.poll();
    }
    return slot;
  }

  /** Takes a piece back, which its borrower uses no more. */
  public void giveBack(MemorySegment slot) {
    free.add(slot);
  }

  /** How many bytes are lent out now; about, while others borrow. */
  public long lent() {
    return size * (made.get() - free.size());
  }

  private void addBlock() {
    MemorySegment block = Arena.global().allocate(size * SLOTS_IN_BLOCK, Long.BYTES);
    for (int i = 0; i < SLOTS_IN_BLOCK; i++) {
      free.add(block.asSlice(i * size, size));
    }
    made.addAndGet(SLOTS_IN_BLOCK);
  }
}
