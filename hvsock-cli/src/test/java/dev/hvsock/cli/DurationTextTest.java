package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations as people write them. */
final class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "2s,PT2S",
    "1m30s,PT1M30S",
    "3,PT3S",
    "0.25,PT0.25S",
    "1.5h,PT1H30M",
    "0,PT0S",
    "1h2m3s4ms,PT1H2M3.004S",
    "999999999h,PT999999999H"
  })
  void isRead(String text, Duration duration) {
    assertEquals(duration, DurationText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1 s", "1x", "1.s", "1e3", "2S", "ms500"})
  void isNoDuration(String text) {
    assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));
  }

  @Test
  void isWrittenInSeconds() {
    assertEquals("61.007 s", DurationText.seconds(Duration.ofMillis(61_007)));
  }
}
