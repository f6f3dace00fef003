package dev.hvsock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofHours;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/virtual-network.md shows: it works, and it is what stands there. */
@ExtendWith(Watchdog.class)
class VirtualNetworkExampleTest {
  @Test
  void aGuestFarAwayIsAnsweredAllTheSame() throws Exception {
    try (VirtualNetwork network = VirtualNetwork.open(VirtualTime.JUMPING, 42)) {
      VirtualHost guest = network.host("guest");
      Server echo = guest.call(() -> Hvsock.serve(guest.address(7), f -> Flows.copy(f, f)));
      network.link("host", "guest").latency(ofHours(1));
      Flow flow = network.host("host").connect(echo.localAddress()); // there and back: 2 h
      flow.write(UTF_8.encode("hello"));
      flow.shutdownOutput();
      assertEquals("hello", new String(flow.inputStream().readAllBytes(), UTF_8));
      assertEquals(ofHours(4), network.now()); // in no time at all
    }
  }

  @Test
  void theDocumentQuotesIt() throws Exception {
    Path source = Path.of("src/test/java/dev/hvsock/testing", getClass().getSimpleName() + ".java");
    String document = Files.readString(Path.of("../docs/virtual-network.md"));
    int begin = document.indexOf("```java\n") + "```java\n".length();
    String quoted = document.substring(begin, document.indexOf("```", begin));
    assertTrue(Files.readString(source).contains(quoted.indent(2)), quoted);
  }
}
