package dev.hvsock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofHours;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/virtual-network.md shows. */
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
}
