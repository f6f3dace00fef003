package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Listener;
import dev.hvsock.MemoryAddress;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Over links that take hours, in a time that jumps. Runs with the stress, for the sake of time. */
@Tag("stress")
@Tag("thorough")
class VirtualJumpingContractTest implements FlowContract {
  private static final VirtualNetwork NETWORK = VirtualNetwork.open();
  private static final VirtualHost HOST = NETWORK.host("host");
  private static final VirtualHost GUEST = NETWORK.host("guest");

  @BeforeAll
  static void impair() {
    NETWORK
        .link(HOST, GUEST)
        .latency(Duration.ofHours(1))
        .jitter(Duration.ofMinutes(30))
        .bandwidth(10_000);
  }

  @AfterAll
  static void closeNetwork() {
    NETWORK.close();
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    try (Listener listener = GUEST.listen(MemoryAddress.ANY_PORT)) {
      Flow connected = HOST.connect(listener.localAddress());
      return new FlowPair(connected, listener.accept());
    }
  }
}
