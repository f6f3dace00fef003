package dev.hvsock.testing;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever does not read holds up whoever writes to him, and nobody else. */
@Timeout(60)
class ScaleStallTest {

  @Test
  void stalledReadersDoNotSlowOthers() throws Exception {
    System.out.print(
        EngineProgram.run(
            ScaleStallProgram.class,
            List.of(
                "-Djdk.virtualThreadScheduler.parallelism=2",
                "-Djdk.virtualThreadScheduler.maxPoolSize=2")));
  }
}
