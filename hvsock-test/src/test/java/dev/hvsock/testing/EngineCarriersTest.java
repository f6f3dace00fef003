package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand times more waiting threads than carriers: with two carriers and no more, a single call
 * that blocked its carrier, done twice, would stop all of them.
 */
@Timeout(60)
class EngineCarriersTest {

  @Test
  void thousandsOfReadersWaitOnTwoCarriers() throws Exception {
    String output =
        EngineProgram.run(
            EngineCarriersProgram.class,
            List.of(
                "-Djdk.virtualThreadScheduler.parallelism=2",
                "-Djdk.virtualThreadScheduler.maxPoolSize=2"));
    System.out.print(output);
    for (EngineCarriersProgram.Reason reason : EngineCarriersProgram.Reason.values()) {
      assertTrue(output.contains("2000 readers woken by " + reason), output);
    }
  }
}
