package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes as people write them. */
final class SizeTest {

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "64,64",
    "64B,64",
    "256K,262144",
    "256k,262144",
    "256KiB,262144",
    "256KB,256000",
    "1M,1048576",
    "1mib,1048576",
    "1MB,1000000",
    "3G,3221225472",
    "3GB,3000000000",
    "2T,2199023255552"
  })
  void isRead(String text, long bytes) {
    assertEquals(bytes, Size.parse(text).bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0K",
        "-1",
        "K",
        "1 K",
        "1iB",
        "1.5M",
        "1P",
        "1KK",
        "9999999999999999999"
      })
  void isNoSize(String text) {
    assertThrows(IllegalArgumentException.class, () -> Size.parse(text));
  }

  @Test
  void doesNotOverflow() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Size.parse("999999999999999999T"));
    assertEquals("'999999999999999999T' is more than there are bytes", e.getMessage());
  }

  @Test
  void isRefusedWhereItIsTooLarge() {
    assertEquals(64, new Size(64).upTo(64, "--buffer"));
    assertThrows(IllegalArgumentException.class, () -> new Size(65).upTo(64, "--buffer"));
  }
}
