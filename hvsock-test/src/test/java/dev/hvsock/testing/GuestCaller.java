package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Who of host and guest connects. */
enum GuestCaller {
  /** The test connects, and the agent in the guest accepts. */
  HOST {
    @Override
    Flow flow(Guest guest, String request) throws IOException {
      Flow flow = agent(guest);
      GuestAgent.say(flow, request);
      return flow;
    }
  },
  /** The agent in the guest connects, and the test accepts. */
  GUEST {
    @Override
    Flow flow(Guest guest, String request) throws IOException {
      long port = PORTS.getAndIncrement();
      try (Listener listener =
              Hvsock.listen(
                  guest.hostAddress(port), listen -> listen.acceptTimeout(Duration.ofSeconds(50)));
          Flow asked = agent(guest)) {
        GuestAgent.say(asked, "call " + port);
        Flow flow = listener.accept();
        assertEquals("connected", GuestAgent.line(asked));
        GuestAgent.say(flow, request);
        return flow;
      }
    }
  };

  private static final AtomicLong PORTS = new AtomicLong(6000);

  /** A flow between the test and the agent in the guest, which does there what is requested. */
  abstract Flow flow(Guest guest, String request) throws IOException;

  private static Flow agent(Guest guest) throws IOException {
    return Hvsock.connect(
        guest.address(GuestAgent.PORT), connect -> connect.retryFor(Duration.ofSeconds(30)));
  }
}
