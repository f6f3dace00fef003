package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theKernelsRangesAreAllowed() {
    Duration longest = Duration.ofSeconds(32767);
    assertEquals(SECOND, new KeepAlive(SECOND, longest, 1).idle());
    assertEquals(longest, new KeepAlive(longest, SECOND, 127).idle());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PT0S", "PT-1S", "PT0.5S", "PT1.000000001S", "PT32768S", "PT9223372036854775807S"})
  void otherTimesAreRefused(Duration time) {
    String reason = " is not a whole number of seconds in 1 to 32767";
    assertEquals("keep-alive idle " + time + reason, refusal(() -> new KeepAlive(time, SECOND, 3)));
    assertEquals(
        "keep-alive interval " + time + reason, refusal(() -> new KeepAlive(SECOND, time, 3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 128})
  void otherNumbersOfProbesAreRefused(int probes) {
    assertEquals(
        "keep-alive probes " + probes + " are not in 1 to 127",
        refusal(() -> new KeepAlive(SECOND, SECOND, probes)));
  }

  private static String refusal(Executable making) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, making).getMessage());
  }
}
