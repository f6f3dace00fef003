package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text of whoever it may be, and numbers of bytes. */
final class PrintableTest {
  @Test
  void namesStayAsTheyAre() {
    for (String name : new String[] {"plain", "mit Leerraum", "Grüße", "世界", "🌍", "e\u0301"}) {
      assertEquals(name, Printable.text(name));
    }
  }

  @Test
  void whatATerminalWouldObeyIsReplaced() {
    assertEquals("?[2J?]0;title?", Printable.text("\033[2J\033]0;title\007"));
    assertEquals("a?b?c?d", Printable.text("a\rb\nc\u009bd"));
    assertEquals("??", Printable.text("\u007f\0"));
    assertEquals("photo?gpj.exe", Printable.text("photo\u202egpj.exe"));
    assertEquals("????", Printable.text("\u2066\u200f\u061c\u2028"));
    assertEquals("half?", Printable.text("half\ud83c"));
  }

  @Test
  void nothingThatIsSaidCommandsATerminal() {
    String line = System.lineSeparator();
    assertEquals("hvsock: a?[2J" + line + "hvsock: b?" + line, Talk.lines("a\033[2J\nb\u202e"));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 bytes",
    "1,1 byte",
    "1023,1023 bytes",
    "1024,1.0 KiB",
    "1536,1.5 KiB",
    "1048576,1.0 MiB",
    "5000000000,4.7 GiB",
    "9223372036854775807,8.0 EiB"
  })
  void bytes(long count, String text) {
    assertEquals(text, Printable.bytes(count));
  }
}
