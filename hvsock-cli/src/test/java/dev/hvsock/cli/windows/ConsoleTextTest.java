package dev.hvsock.cli.windows;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever programs of Windows write in, it is read. */
final class ConsoleTextTest {
  private static final String TEXT = "Für Größe gibt es keine laufenden Verteilungen.\r\n";

  private static String decode(byte[] bytes) {
    return ConsoleText.decode(bytes, () -> Charset.forName("IBM850"));
  }

  @Test
  void ownMessagesOfWslAreUtf16() {
    assertEquals(TEXT, decode(TEXT.getBytes(UTF_16LE)));
    assertEquals(TEXT, decode(("\uFEFF" + TEXT).getBytes(UTF_16LE)));
    String chinese = "没有正在运行的分发版。\r\n";
    assertEquals(chinese, decode(chinese.getBytes(UTF_16LE)));
  }

  @Test
  void whatComesFromLinuxIsUtf8() {
    assertEquals(TEXT, decode(TEXT.getBytes(UTF_8)));
    assertEquals(TEXT, decode(("\uFEFF" + TEXT).getBytes(UTF_8)));
    assertEquals("", decode(new byte[0]));
  }

  @Test
  void theConsolesProgramsWriteInItsCodePage() {
    assertEquals(TEXT, decode(TEXT.getBytes(Charset.forName("IBM850"))));
  }

  @ParameterizedTest
  @CsvSource({"65001, UTF-8", "850, IBM850", "1252, windows-1252", "99999, US-ASCII"})
  void codePagesHaveNumbers(String number, String charset) {
    assertEquals(Charset.forName(charset), ConsoleText.charset(number));
  }

  @Test
  void whatIsUnknownIsShownAsSuch() {
    assertEquals(
        "G\uFFFDte", ConsoleText.decode(new byte[] {'G', (byte) 0x81, 't', 'e'}, () -> US_ASCII));
  }
}
