package dev.hvsock.testing;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing is lost by opening and closing. */
@Timeout(60)
class EngineCountsTest {

  @Test
  void tenThousandFlowsLeaveNothingBehind() throws Exception {
    System.out.print(
        EngineProgram.run(
            EngineCountsProgram.class,
            List.of("-XX:NativeMemoryTracking=summary", "-XX:+UseSerialGC")));
  }
}
