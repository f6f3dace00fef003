package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.HypervAddress;
import dev.hvsock.VsockAddress;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/** What addresses of AF_VSOCK mean on Windows: flows over AF_HYPERV. */
@Tag("winsock")
class VsockOnStandInContractTest implements FlowContract, ListenerContract {
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
    return false;
  }

  @Override
  public Optional<Closeable> bindOnly(Address address) {
    return Optional.of(
        BoundOnStandIn.to(
            HypervAddress.of(HypervAddress.LOOPBACK, ((VsockAddress) address).port())));
  }

  /** Whoever connects has a service id that Windows makes up, and that is no port's. */
  @Override
  public boolean namesPeersAlike() {
    return false;
  }
}
