package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.HypervAddress;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

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
}
