package dev.hvsock.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Native buffers, lent and taken back. */
class NativeBuffersTest {

  @Test
  void oneThatWasGivenBackIsLentAgainEmpty() {
    ByteBuffer first = NativeBuffers.borrow(true);
    ByteBuffer second = NativeBuffers.borrow(true);
    assertNotSame(first, second);
    first.position(100).limit(200);
    NativeBuffers.giveBack(first);
    NativeBuffers.giveBack(second);
    List<ByteBuffer> again = List.of(NativeBuffers.borrow(true), NativeBuffers.borrow(true));
    assertEquals(address(second), address(again.getFirst()), "the one that is still in the cache");
    assertEquals(address(first), address(again.getLast()));
    again.forEach(
        buffer -> {
          assertEquals(NativeBuffers.LARGE_BYTES, buffer.remaining());
          NativeBuffers.giveBack(buffer);
        });
  }

  private static long address(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer.duplicate().clear()).address();
  }

  @Test
  void largeOnesRunOutAndComeBack() {
    List<ByteBuffer> lent = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      lent.add(NativeBuffers.borrow(true));
    }
    long large = lent.stream().filter(b -> b.capacity() == NativeBuffers.LARGE_BYTES).count();
    assertTrue(large > 0 && large <= 64, large + " large ones");
    assertEquals(NativeBuffers.SMALL_BYTES, lent.getLast().capacity());
    lent.forEach(NativeBuffers::giveBack);
    ByteBuffer again = NativeBuffers.borrow(true);
    assertEquals(NativeBuffers.LARGE_BYTES, again.capacity());
    NativeBuffers.giveBack(again);
  }
}
