package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.VsockAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

  @Test
  void theDemoGoesOverVsock() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[1 << 20]);
    Tool.End end = Tool.run(new byte[0], "demo", file.toString());
    assertEquals(0, end.code(), end.talk());
    assertTrue(end.talk().contains("over AF_VSOCK"), end.talk());
    assertTrue(end.output().contains("the same at both ends"), end.output());
  }
}
