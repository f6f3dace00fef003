package dev.hvsock.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a thread tries again before it waits. */
class AdaptiveYieldTest {
  private final AdaptiveYield yields = new AdaptiveYield();

  private int tried(int waits, boolean success) {
    int tried = 0;
    for (int i = 0; i < waits; i++) {
      if (yields.begin()) {
        tried++;
        yields.end(success);
      }
    }
    return tried;
  }

  @Test
  void theFirstWaitOfAFlowIsJustWaited() {
    assertFalse(yields.begin());
    assertTrue(yields.begin());
    yields.end(true);
  }

  @Test
  void itGoesOnWhileItPays() {
    assertEquals(9_999, tried(10_000, true));
  }

  @Test
  void inVainItIsTriedLessAndLess() {
    assertEquals(16, tried(81, false), "16 in vain, and 64 skipped");
    assertEquals(16, tried(16 + 128, false));
    tried(10_000, false);
    int tried = tried(100_000, false);
    assertTrue(tried > 100_000 / 100 && tried < 100_000 / 50, tried + " of 100,000");
  }

  @Test
  void oneSuccessBringsItBack() {
    tried(10_000, false);
    while (!yields.begin()) {
      // skipped
    }
    yields.end(true);
    assertEquals(15, tried(15, false));
  }

  @Test
  void fewThreadsOfTheProcessAreAtItAtOnce() {
    List<AdaptiveYield> busy = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      AdaptiveYield other = new AdaptiveYield();
      other.begin();
      if (other.begin()) {
        busy.add(other);
      }
    }
    int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    assertEquals(most, busy.size());
    tried(1, true); // the first wait
    assertFalse(yields.begin());
    busy.forEach(other -> other.end(true));
    assertEquals(1, tried(1, true));
  }
}
