package dev.hvsock.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import dev.hvsock.engine.Carrier;
import dev.hvsock.engine.DuplexFlow;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Listening for those who connect from the guest, who come to a socket of the port's own. */
@Timeout(60)
class HybridListenTest {
  @TempDir private Path folder;
  private Path arrivals;
  private HybridAddress address;

  @BeforeEach
  void name() {
    address = new HybridAddress(folder.resolve("v").toString(), 5000);
    arrivals = folder.resolve("v_5000");
  }

  @Test
  @SuppressWarnings("try") // it is closed before its time
  void whoConnectsToThePortsSocketIsAccepted() throws Exception {
    try (Listener listener = Hvsock.listen(address);
        SocketChannel guest = SocketChannel.open(UnixDomainSocketAddress.of(arrivals))) {
      assertEquals(address, listener.localAddress());
      try (Flow flow = listener.accept()) {
        assertEquals(address, flow.localAddress());
        assertEquals("hybrid:" + folder.resolve("v") + ":any", flow.remoteAddress().toString());
        guest.write(ByteBuffer.wrap(new byte[] {1, 2}));
        guest.shutdownOutput();
        assertArrayEquals(new byte[] {1, 2}, flow.inputStream().readAllBytes());
        guest.close();
        IOException e = assertThrows(IOException.class, () -> flow.write(ByteBuffer.allocate(1)));
        assertTrue(e.toString().contains(": write " + flow.remoteAddress() + ": "), e::toString);
      }
    }
    assertFalse(Files.exists(arrivals), "the listener's path is removed");
  }

  @Test
  void acceptingThatTimesOutNamesTheHybridAddress() throws Exception {
    try (Listener listener = Hvsock.listen(address)) {
      listener.acceptTimeout(Duration.ofMillis(50));
      assertEquals(
          "accept " + address + ": timed out after 50 ms (ETIMEDOUT)",
          assertThrows(SocketTimeoutException.class, listener::accept).getMessage());
    }
  }

  @Test
  void twoCannotListenAtOnePort() throws Exception {
    try (Listener listener = Hvsock.listen(address)) {
      assertEquals(
          "listen "
              + listener
              + ": the path exists already (EADDRINUSE); try: rm "
              + arrivals
              + ", if no program listens there",
          assertThrows(BindException.class, () -> Hvsock.listen(address)).getMessage());
      Hvsock.listen(new HybridAddress(address.path(), 5001)).close();
    }
  }

  @Test
  void aFolderMustBeThere() {
    HybridAddress nowhere = new HybridAddress(folder.resolve("no/v").toString(), 1);
    String failure = assertThrows(BindException.class, () -> Hvsock.listen(nowhere)).toString();
    assertTrue(failure.contains(": listen " + nowhere + ": the folder does not exist"), failure);
  }

  @Test
  void thePortCountsForTheLengthOfTheSocketsName() throws Exception {
    String longest = "@" + "x".repeat(UnixAddress.MAX_BYTES - 5);
    Hvsock.listen(new HybridAddress(longest, 5000)).close();
    HybridAddress beyond = new HybridAddress(longest, 50000);
    assertEquals(
        "listen "
            + beyond
            + ": with _50000 at its end, the name has 108 bytes, the system allows 107;"
            + " try: a shorter or a relative path",
        assertThrows(IllegalArgumentException.class, () -> Hvsock.listen(beyond)).getMessage());
  }

  @Test
  void noMonitorChoosesAPort() {
    HybridAddress any = new HybridAddress(address.path(), HybridAddress.ANY_PORT);
    assertEquals(
        "listen " + any + ": no monitor chooses a port; try: a number, such as " + address,
        assertThrows(IllegalArgumentException.class, () -> Hvsock.listen(any)).getMessage());
  }

  @Test
  void thoseWhoComeHaveNoCidToAllow() {
    assertEquals(
        "listen " + address + ": only vsock peers have a CID to allow; try: a vsock:// address",
        assertThrows(
                IllegalArgumentException.class,
                () -> Hvsock.listen(address, options -> options.allowCids(Set.of(3L))))
            .getMessage());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void itIsSplicedAsUnixFlowsAre() throws Exception {
    try (Listener listener = Hvsock.listen(address);
        SocketChannel guest = SocketChannel.open(UnixDomainSocketAddress.of(arrivals));
        Flow flow = listener.accept();
        SocketChannel next = SocketChannel.open(UnixDomainSocketAddress.of(arrivals));
        Flow other = listener.accept()) {
      Carrier carrier = ((DuplexFlow) flow).shortcutTo((DuplexFlow) other).orElseThrow();
      guest.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      assertEquals(3, carrier.load());
      carrier.unload();
      carrier.close();
      assertEquals(3, next.read(ByteBuffer.allocate(4)));
      flow.abort();
      other.abort();
    }
  }

  @Test
  void framesComeInToo() throws Exception {
    try (Listener listener = Hvsock.listen(new FramedAddress(address));
        SocketChannel guest = SocketChannel.open(UnixDomainSocketAddress.of(arrivals))) {
      guest.write(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 'x'}));
      Flow flow = listener.accept();
      assertEquals(new FramedAddress(address), flow.localAddress());
      assertEquals('x', flow.read().orElseThrow().get());
      flow.abort();
    }
  }
}
