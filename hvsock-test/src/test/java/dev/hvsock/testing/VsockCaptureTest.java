package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Capture;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.VsockAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a capture has of flows over real AF_VSOCK, by the kernel's loopback; in a guest only. */
@ExtendWith(Watchdog.class)
@Tag("guest")
class VsockCaptureTest {
  private static final long PORT = 7271;

  @TempDir Path folder;

  @Test
  void bothEndsOfAFlowAsTheyAreCalled() throws Exception {
    Path file = folder.resolve("vsock.pcap");
    byte[] bulk = Content.bytes(300_000);
    String here;
    String there = VsockAddress.LOCAL_CID + ":" + PORT;
    try (Capture capture = Capture.to(file);
        Listener listener = Hvsock.listen(VsockAddress.any(PORT));
        Flow flow = capture.connected(Hvsock.connect(VsockAddress.local(PORT)));
        Flow peer = listener.accept()) {
      here = VsockAddress.LOCAL_CID + ":" + ((VsockAddress) flow.localAddress()).port();
      Task<?> echo =
          ThreadKind.VIRTUAL.start(
              () -> {
                Content.write(peer, Content.read(peer, bulk.length));
                peer.shutdownInput();
              });
      Content.write(flow, bulk);
      assertArrayEquals(bulk, Content.read(flow, bulk.length));
      echo.get();
      assertThrows(FlowClosedException.class, () -> flow.write(ByteBuffer.allocate(1)));
      peer.shutdownOutput();
      assertEquals(-1, flow.read(ByteBuffer.allocate(1)));
      flow.abort();
    }
    List<Packet> packets = Packet.read(file);
    assertArrayEquals(bulk, Packet.bytes(packets, here));
    assertArrayEquals(bulk, Packet.bytes(packets, there));
    assertEquals(
        List.of(
            here + " REQUEST",
            there + " RESPONSE",
            there + " SHUTDOWN_RCV",
            there + " SHUTDOWN_SEND",
            here + " RST"),
        Packet.ends(packets));
  }
}
