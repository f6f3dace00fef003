package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.HypervAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Windows backend's flows over AF_HYPERV. */
@Tag("winsock")
class HypervOnStandInContractTest implements FlowContract, ListenerContract {
  private static final AtomicInteger PORT = new AtomicInteger(0x1000_0000);

  @Override
  public Address freshAddress() {
    return HypervAddress.of(HypervAddress.LOOPBACK, PORT.incrementAndGet());
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(freshAddress());
  }

  @Override
  public boolean tellsInputShutdown() {
    return false;
  }

  @Override
  public Optional<Closeable> bindOnly(Address address) {
    return Optional.of(BoundOnStandIn.to((HypervAddress) address));
  }

  /** Unless it is told, Hyper-V itself gives up after 2 s. */
  @Test
  void connectingMayTakeLongerThanHyperVTakesUnlessTold() throws Exception {
    Duration limit = Duration.ofMillis(2600);
    try (FullListener full = new FullListener(this)) {
      Stopwatch time = new Stopwatch();
      assertThrows(
          SocketTimeoutException.class,
          () -> Hvsock.connect(full.address(), connect -> connect.timeout(limit)));
      time.assertAbout(limit);
    }
  }
}
