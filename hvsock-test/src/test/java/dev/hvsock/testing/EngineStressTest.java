package dev.hvsock.testing;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A thousand flows at once under random half-closes, aborts, time limits and interrupts: what
 * arrives is always a prefix of what was sent, all of it unless the flow was cut short, and nothing
 * stays behind.
 */
@Tag("stress")
class EngineStressTest {
  private static final long PATIENCE_SECONDS = 60;

  @Test
  void streamsStayWhole() throws Exception {
    int seconds =
        Integer.getInteger(EngineStressProgram.SECONDS, EngineStressProgram.STANDARD_SECONDS);
    long seed = Long.getLong(Seeded.SEED, System.nanoTime());
    System.out.print(
        EngineProgram.run(
            EngineStressProgram.class,
            List.of(
                "-XX:NativeMemoryTracking=summary",
                "-Xmx768m",
                "-Djdk.nio.maxCachedBufferSize=0", // those of the JDK are none of our business
                "-D" + EngineStressProgram.SECONDS + "=" + seconds,
                "-D" + Seeded.SEED + "=" + seed),
            seconds + PATIENCE_SECONDS));
  }
}
