package dev.hvsock.wine;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.HypervAddress;
import dev.hvsock.testing.FlowContract;
import dev.hvsock.testing.ListenerContract;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/** Runs on the Windows JVM, on an emulated AF_HYPERV, and nowhere else. */
@Tag("wine")
class HypervContractTest implements FlowContract, ListenerContract, ResetCases {
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
    return false; // what carries the emulation is tcp
  }
}
