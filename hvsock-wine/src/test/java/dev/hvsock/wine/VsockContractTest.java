package dev.hvsock.wine;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.VsockAddress;
import dev.hvsock.testing.FlowContract;
import dev.hvsock.testing.ListenerContract;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/**
 * Runs on the Windows JVM, where AF_VSOCK's addresses mean AF_HYPERV's, on an emulated AF_HYPERV,
 * and nowhere else.
 */
@Tag("wine")
class VsockContractTest implements FlowContract, ListenerContract, ResetCases {
  private static final AtomicInteger PORT = new AtomicInteger(0x2000_0000);

  @Override
  public Address freshAddress() {
    return VsockAddress.local(PORT.incrementAndGet());
  }

  @Override
  public Optional<Address> anyAddress() {
    return Optional.of(VsockAddress.local(VsockAddress.ANY_PORT));
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
