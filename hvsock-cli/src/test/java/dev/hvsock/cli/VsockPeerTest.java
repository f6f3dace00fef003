package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.VsockAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;

/** Other people's programs over real AF_VSOCK, by the kernel's loopback; in a guest only. */
@Tag("guest")
class VsockPeerTest extends PeerCases {
  private static final AtomicLong PORTS = new AtomicLong(7000);

  @Override
  Address fresh() {
    return VsockAddress.any(PORTS.incrementAndGet());
  }

  @Override
  Address reach(Address listening) {
    return VsockAddress.local(((VsockAddress) listening).port());
  }
}
