package com.example.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.testing.FaultScript;
import dev.hvsock.testing.FaultyFlow;
import dev.hvsock.testing.Loopback;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent on this machine's own sockets, asked by clients with bad luck. */
class AgentWithFaultsTest {
  private static final byte[] CONTENT = Client.content(2, 100_000);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void piecesAndDelaysChangeNothing(long seed, @Loopback Address address) throws Exception {
    FaultScript script = FaultScript.seeded(seed);
    try (Server agent = Agent.start(address);
        Flow flow = FaultyFlow.over(Hvsock.connect(agent.localAddress()), script)) {
      assertEquals(Client.digest(CONTENT), Client.ask(flow, "digest", CONTENT), script::toString);
    }
  }

  /** A client that believes in a short reply would take a part of the digest for the whole. */
  @Test
  void whoIsCutOffNeverHasAWrongDigest(@Loopback Address address) throws Exception {
    try (Server agent = Agent.start(address)) {
      for (long seed = 0; seed < 200; seed++) {
        FaultScript script = FaultScript.seeded(seed).fatalWithin(CONTENT.length);
        try (Flow flow = FaultyFlow.over(Hvsock.connect(agent.localAddress()), script)) {
          String reply = Client.ask(flow, "digest", CONTENT);
          assertTrue(Client.digest(CONTENT).startsWith(reply), script::toString);
        } catch (IOException e) {
          // It knows.
        }
      }
    }
  }
}
