package dev.hvsock.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NativeSlotsTest {
  private static final long SIZE = 24;

  /** More than one block holds. */
  private static final int MANY = 1_300;

  private final NativeSlots slots = new NativeSlots(SIZE);

  @Test
  void slotsLentAtOnceDoNotOverlap() {
    List<MemorySegment> lent = borrow(MANY);
    for (int i = 0; i < MANY; i++) {
      assertEquals(SIZE, lent.get(i).byteSize());
      assertEquals(0, lent.get(i).address() % Long.BYTES);
      lent.get(i).fill((byte) i);
    }
    for (int i = 0; i < MANY; i++) {
      for (long at = 0; at < SIZE; at++) {
        assertEquals((byte) i, lent.get(i).get(ValueLayout.JAVA_BYTE, at));
      }
    }
  }

  @Test
  void slotsGivenBackAreLentAgain() {
    Set<Long> before = addresses(borrowAndGiveBack());
    for (int i = 0; i < 100; i++) {
      Set<Long> now = addresses(borrowAndGiveBack());
      assertTrue(before.containsAll(now), "no slot is made while one is free");
    }
  }

  @Test
  void aSlotIsNeverLentToTwoThreads() throws InterruptedException {
    Set<Long> inUse = ConcurrentHashMap.newKeySet();
    Set<Long> lentTwice = ConcurrentHashMap.newKeySet();
    List<Thread> threads =
        LongStream.range(0, 4)
            .mapToObj(
                i ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int n = 0; n < 20_000; n++) {
                                MemorySegment slot = slots.borrow();
                                if (!inUse.add(slot.address())) {
                                  lentTwice.add(slot.address());
                                }
                                inUse.remove(slot.address());
                                slots.giveBack(slot);
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Set.of(), lentTwice);
  }

  private List<MemorySegment> borrowAndGiveBack() {
    List<MemorySegment> lent = borrow(512);
    lent.forEach(slots::giveBack);
    return lent;
  }

  private List<MemorySegment> borrow(int count) {
    List<MemorySegment> lent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lent.add(slots.borrow());
    }
    return lent;
  }

  private static Set<Long> addresses(List<MemorySegment> lent) {
    return lent.stream().map(MemorySegment::address).collect(Collectors.toSet());
  }
}
