package dev.hvsock.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorReplyTest {

  /** Gives how many bytes were accepted. */
  private static int feed(MonitorReply reply, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int accepted = 0;
    while (accepted < bytes.length && reply.accepts(bytes[accepted])) {
      accepted++;
    }
    return accepted;
  }

  @ParameterizedTest
  @CsvSource({
    "OK 1073741824, 1073741824",
    "ok 0, 0",
    "oK 4294967295, 4294967295",
    "Ok 0000000007, 7",
  })
  void aReplyNamesThePortThatTheFlowWasGiven(String line, long port) {
    MonitorReply reply = new MonitorReply();
    assertEquals(line.length(), feed(reply, line));
    assertEquals(OptionalLong.empty(), reply.port());
    assertEquals(1, feed(reply, "\n"));
    assertEquals(OptionalLong.of(port), reply.port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|HTTP/1.1 400 Bad Request",
        "O|L 1",
        "OK|",
        "OK |",
        "OK |-1",
        "OK | 1",
        "OK 1|\r",
        "OK 1| 2",
        "OK 4294967296|",
        "OK 0000000001|1",
        "OK |\u00b2",
        "|\0",
      })
  void whatIsNoReplyIsGivenUpAtTheByteThatTells(String marked) {
    String line = marked.replace("|", "") + "\n";
    MonitorReply reply = new MonitorReply();
    assertEquals(marked.indexOf('|'), feed(reply, line));
  }

  @Test
  void nothingIsTakenOfWhatFollows() {
    MonitorReply reply = new MonitorReply();
    assertEquals(5, feed(reply, "OK 1\n"));
    assertFalse(reply.isEmpty());
  }

  @Test
  void whatHasComeIsPrintable() {
    MonitorReply reply = new MonitorReply();
    assertTrue(reply.isEmpty());
    feed(reply, "OK \u001b");
    assertEquals("OK \\x1b", reply.toString());
  }
}
