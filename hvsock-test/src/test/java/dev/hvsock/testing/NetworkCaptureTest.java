package dev.hvsock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.KeepAlive;
import dev.hvsock.Listener;
import dev.hvsock.testing.Packet.What;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What tshark sees of the network without a kernel. */
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class NetworkCaptureTest {
  private static final long SECOND = 1_000_000_000;

  @TempDir Path folder;

  private static Packet packet(long seconds, String from, String to, What what, String payload) {
    ByteBuffer bytes = ByteBuffer.wrap(payload.getBytes(UTF_8));
    return new Packet(seconds * SECOND, from, to, what, bytes);
  }

  @Test
  void itsLatencyIsBetweenTheTimes() throws Exception {
    Path file = folder.resolve("network.pcap");
    String client;
    String agent = "42:5000";
    try (VirtualNetwork network = VirtualNetwork.open();
        NetworkCapture capture = NetworkCapture.of(network, file)) {
      network.link("host", "42").latency(Duration.ofSeconds(2));
      try (Listener listener = network.host(42).listen(5000);
          Flow flow = network.host("host").connect(network.host(42).address(5000));
          Flow accepted = listener.accept()) {
        client = "2:" + flow.localAddress().toString().replaceAll(".*:", "");
        Content.write(flow, "question");
        flow.shutdownOutput();
        assertEquals("question", Content.textToEnd(accepted));
        Content.write(accepted, "answer");
        accepted.shutdownOutput();
        assertEquals("answer", Content.textToEnd(flow));
        assertEquals(6, capture.packets());
      }
    }
    List<Packet> packets = Packet.read(file);
    assertEquals(packets, Tshark.read(file));
    assertEquals(
        List.of(
            packet(2, client, agent, What.REQUEST, ""),
            packet(4, agent, client, What.RESPONSE, ""),
            packet(6, client, agent, What.RW, "question"),
            packet(6, client, agent, What.SHUTDOWN_SEND, ""),
            packet(8, agent, client, What.RW, "answer"),
            packet(8, agent, client, What.SHUTDOWN_SEND, "")),
        packets.subList(0, 6));
  }

  @Test
  void refusalsAndResets() throws Exception {
    Path file = folder.resolve("network.pcap");
    byte[] bulk = Content.bytes(50_000);
    try (VirtualNetwork network = VirtualNetwork.open();
        NetworkCapture capture = NetworkCapture.of(network, file)) {
      VirtualHost host = network.host("host");
      VirtualHost guest = network.host(42);
      network.link(host, guest).latency(Duration.ofSeconds(1));
      assertThrows(ConnectException.class, () -> host.connect(guest.address(5000)));
      try (Listener listener = guest.listen(5000);
          Flow flow = host.connect(guest.address(5000));
          Flow accepted = listener.accept()) {
        Content.write(flow, bulk);
        assertArrayEquals(bulk, Content.read(accepted, bulk.length));
        accepted.abort();
        assertThrows(FlowResetException.class, () -> flow.read(ByteBuffer.allocate(1)));
      }
      assertEquals(capture.packets(), Packet.read(file).size());
    }
    List<Packet> packets = Tshark.read(file);
    assertEquals(Packet.read(file), packets);
    List<Packet> ends = packets.stream().filter(packet -> packet.what() != What.RW).toList();
    assertEquals(
        List.of(What.REQUEST, What.RST, What.REQUEST, What.RESPONSE, What.RST),
        ends.stream().map(Packet::what).toList());
    assertEquals(
        List.of(1L, 2L, 3L, 4L, 6L), ends.stream().map(packet -> packet.time() / SECOND).toList());
    String client = packets.get(2).from();
    assertArrayEquals(bulk, Packet.bytes(packets, client));
  }

  @Test
  void keepAliveAsksForCredit() throws Exception {
    Path file = folder.resolve("network.pcap");
    KeepAlive probing = new KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(5), 3);
    try (VirtualNetwork network = VirtualNetwork.open(VirtualTime.MANUAL, 1);
        NetworkCapture capture = NetworkCapture.of(network, file);
        Listener listener = network.host(42).listen(5000);
        Flow flow =
            network.host("host").connect(listener.localAddress(), o -> o.keepAlive(probing))) {
      network.advance(Duration.ofSeconds(11));
      assertEquals(4, capture.packets());
      flow.abort();
    }
    assertEquals(
        List.of(What.REQUEST, What.RESPONSE, What.CREDIT_REQUEST, What.CREDIT_UPDATE),
        Tshark.read(file).stream().map(Packet::what).limit(4).toList());
  }
}
