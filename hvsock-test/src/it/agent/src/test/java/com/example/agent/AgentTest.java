package com.example.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import org.junit.jupiter.api.Test;

class AgentTest {
  @Test
  void saysWhatItCannotDo() throws Exception {
    try (Server agent = Agent.start(Address.parse("unix:@agent"));
        Flow flow = Hvsock.connect(agent.localAddress())) {
      flow.write(UTF_8.encode("dance"));
      flow.shutdownOutput();
      assertEquals(
          "unknown command 'dance'; try: about, or digest\n",
          new String(flow.inputStream().readAllBytes(), UTF_8));
    }
  }
}
