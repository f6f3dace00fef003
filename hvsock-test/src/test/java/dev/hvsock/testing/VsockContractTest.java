package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in a guest that has vsock_loopback, as root, and nowhere else. */
@Tag("guest")
class VsockContractTest implements FlowContract, ListenerContract {
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

  /** The kernel ends an aborted flow like any other. */
  @Override
  public boolean tellsReset() {
    return false;
  }

  @Override
  public boolean refusesWhenFull() {
    return true;
  }

  @Test
  void portZeroIsAPortLikeAnyOther() throws Exception {
    VsockAddress zero = VsockAddress.local(0);
    try (Listener listener = Hvsock.listen(zero)) {
      assertEquals(zero, listener.localAddress());
      Hvsock.connect(zero).abort();
      listener.accept().abort();
    }
  }
}
