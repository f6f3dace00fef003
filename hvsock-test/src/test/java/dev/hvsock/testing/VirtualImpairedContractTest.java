package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.MemoryAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Over a link that delays everything for some time, and holds no more than the contract's cases
 * leave unread. Runs with the stress, for the sake of time.
 */
@Tag("stress")
@Tag("thorough")
class VirtualImpairedContractTest implements FlowContract, ListenerContract {
  private static final String GUEST = "slow";
  private static final AtomicInteger PORT = new AtomicInteger();

  @BeforeAll
  static void impair() {
    VirtualNetwork.shared()
        .link("host", GUEST)
        .latency(Duration.ofNanos(100_000))
        .jitter(Duration.ofNanos(300_000))
        .buffer(40_000);
  }

  @Override
  public Address freshAddress() {
    return new MemoryAddress(GUEST, PORT.incrementAndGet());
  }

  @Override
  public Optional<Address> anyAddress() {
    return Optional.of(new MemoryAddress(GUEST, MemoryAddress.ANY_PORT));
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(anyAddress().orElseThrow());
  }
}
