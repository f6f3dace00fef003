package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.FramedAddress;
import dev.hvsock.HypervAddress;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/** Frames over the Windows backend's AF_HYPERV, which is what they are for. */
@Tag("winsock")
class FramedOnStandInContractTest implements FlowContract {
  private static final AtomicInteger PORT = new AtomicInteger(0x4000_0000);

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(
        new FramedAddress(HypervAddress.of(HypervAddress.LOOPBACK, PORT.incrementAndGet())));
  }

  @Override
  public boolean answersClose() {
    return true;
  }
}
