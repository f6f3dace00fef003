package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

/** Real AF_VSOCK through the kernel's loopback; runs in a guest only, see {@link GuestTest}. */
@Tag("guest")
class VsockContractTest implements FlowContract {
  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(VsockAddress.local(VsockAddress.ANY_PORT));
  }

  @Override
  public boolean tellsReset() {
    return false; // virtio and loopback report a reset as end-of-stream
  }
}
