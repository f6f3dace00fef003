package dev.hvsock.wine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.testing.FlowSupply;
import java.nio.ByteBuffer;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * Resets under Wine. Its server may see one before the program does, which then sees an
 * end-of-stream: always where nobody is reading when it comes, and now and then where somebody is.
 * So the contract cannot want a reset every time; but those who read see it most of the time.
 */
interface ResetCases extends FlowSupply {
  @Override
  default boolean tellsReset() {
    return false;
  }

  @Test
  default void mostAbortsAreSeenAsResetsByThoseWhoRead() throws Exception {
    int resets = 0;
    for (int i = 0; i < 20; i++) {
      try (FlowPair pair = connectedPair()) {
        FutureTask<Boolean> reading = new FutureTask<>(() -> isReset(pair));
        Thread.ofVirtual().start(reading);
        Thread.sleep(20); // until it waits; if it does not yet, that is one of those not seen
        pair.first().abort();
        resets += reading.get() ? 1 : 0;
      }
    }
    int seen = resets;
    assertTrue(seen > 10, () -> seen + " of 20");
  }

  private static boolean isReset(FlowPair pair) throws Exception {
    try {
      pair.second().read(ByteBuffer.allocate(1));
      return false;
    } catch (FlowResetException e) {
      return true;
    }
  }
}
