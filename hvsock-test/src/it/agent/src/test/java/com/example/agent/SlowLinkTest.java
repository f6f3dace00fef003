package com.example.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.Server;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.VirtualHost;
import dev.hvsock.testing.VirtualNetwork;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@CheckLeaks
class SlowLinkTest {
  @Test
  void anAgentAnswersFarAway() throws Exception {
    try (VirtualNetwork network = VirtualNetwork.open()) {
      VirtualHost host = network.host("host");
      VirtualHost guest = network.host(42);
      network.link(host, guest).latency(Duration.ofHours(1)); // of the network's own time
      try (Server agent = guest.call(() -> Agent.start(guest.address(5000)));
          Flow flow = host.connect(guest.address(5000))) {
        assertEquals(Client.digest(new byte[3]), Client.ask(flow, "digest", new byte[3]));
      }
    }
  }
}
