package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.MemoryAddress;
import dev.hvsock.Server;
import dev.hvsock.TransportUnavailableException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts, ports, and who reaches whom, on a network that is not impaired. */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class VirtualNetworkTest {
  private final VirtualNetwork network = VirtualNetwork.open(VirtualTime.MANUAL, 1);
  private final VirtualHost host = network.host("host");
  private final VirtualHost guest = network.host(42);

  @AfterEach
  void closeNetwork() {
    network.close();
  }

  private static String ask(Flow flow, String question) throws IOException {
    Content.write(flow, question);
    flow.shutdownOutput();
    return Content.textToEnd(flow);
  }

  @Test
  void aProgramConnectsAndIsEchoed() throws Exception {
    try (Server echo = guest.call(() -> Hvsock.serve(guest.address(7), f -> Flows.copy(f, f)));
        Flow flow = host.connect(Address.parse("memory://42:7"))) {
      assertEquals("hello, guest", ask(flow, "hello, guest"));
      assertEquals(guest.address(7), echo.localAddress());
    }
  }

  @Test
  void whatAServerStartsRunsOnItsHost() throws Exception {
    Listener back = host.listen(1);
    try (Server server =
            guest.call(
                () ->
                    Hvsock.serve(guest.address(7), f -> Hvsock.connect(host.address(1)).abort()));
        Flow flow = host.connect(guest.address(7));
        Flow called = back.accept()) {
      assertEquals(guest.address(7), server.localAddress());
      assertEquals("42", ((MemoryAddress) called.remoteAddress()).host());
      flow.abort();
    }
  }

  @Test
  void bothEndsKnowBothAddresses() throws Exception {
    try (Listener listener = guest.listen(7);
        Flow flow = host.connect(guest.address(7));
        Flow accepted = listener.accept()) {
      assertEquals(new MemoryAddress("42", 7), flow.remoteAddress());
      assertEquals("host", ((MemoryAddress) flow.localAddress()).host());
      assertEquals(flow.localAddress(), accepted.remoteAddress());
      assertEquals(flow.remoteAddress(), accepted.localAddress());
      accepted.abort();
    }
  }

  @Test
  void whereNobodyListensConnectingIsRefused() {
    ConnectException e = assertThrows(ConnectException.class, () -> host.connect(guest.address(7)));
    assertEquals(
        "connect memory://42:7: nobody listens there (ECONNREFUSED); try: a listener there first,"
            + " or waiting for one (--retry, retryFor)",
        e.getMessage());
  }

  @Test
  void afterUnlistenConnectingIsRefusedAndFlowsLiveOn() throws Exception {
    Listener listener = guest.listen(7);
    try (Flow flow = host.connect(guest.address(7));
        Flow accepted = listener.accept()) {
      guest.unlisten(7);
      guest.unlisten(7);
      assertFalse(listener.isOpen());
      assertThrows(ConnectException.class, () -> host.connect(guest.address(7)));
      Content.write(flow, "still");
      assertEquals("still", Content.readText(accepted, 5));
      accepted.abort();
    }
  }

  @Test
  void listeningAgainReplacesWhoListened() throws Exception {
    Listener former = guest.listen(7);
    Flow waiting = host.connect(guest.address(7));
    Flow old = host.connect(guest.address(7));
    former.accept().abort();
    Task<Flow> accepting = ThreadKind.VIRTUAL.start(former::accept);
    try (Flow ofFormer = accepting.get()) {
      Task<Flow> blocked = ThreadKind.VIRTUAL.start(former::accept).awaitBlocked();
      try (Listener next = guest.listen(7)) {
        blocked.failure(AsynchronousCloseException.class);
        assertFalse(former.isOpen());
        try (Flow flow = host.connect(guest.address(7));
            Flow accepted = next.accept()) {
          Content.write(flow, "new");
          assertEquals("new", Content.readText(accepted, 3));
          Content.write(old, "old");
          assertEquals("old", Content.readText(ofFormer, 3));
          accepted.abort();
        }
      }
      old.abort();
    }
    waiting.abort();
  }

  @Test
  void aProgramThatListensWhereSomebodyDoesIsToldSo() throws Exception {
    try (Listener listener = guest.listen(7)) {
      BindException e =
          assertThrows(
              BindException.class, () -> guest.call(() -> Hvsock.listen(guest.address(7))));
      assertTrue(String.valueOf(e.getMessage()).contains("EADDRINUSE"), e::getMessage);
      assertTrue(listener.isOpen());
    }
  }

  @Test
  void aProgramListensOnItsOwnHostOnly() {
    BindException e =
        assertThrows(BindException.class, () -> guest.call(() -> Hvsock.listen(host.address(7))));
    assertEquals(
        "listen memory://host:7: this is host 42 (EADDRNOTAVAIL); try: memory://42:7",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
  void aPortOutOfRangeIsNamed(long port) {
    for (ThreadKind.Work misuse :
        new ThreadKind.Work[] {
          () -> guest.listen(port), () -> guest.unlisten(port), () -> guest.address(port)
        }) {
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, misuse::run);
      assertEquals("port " + port + " is not in 0 to 4294967295", e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> network.host(port));
  }

  @Test
  void portsAtTheEdgesAreLikeAnyOther() throws Exception {
    for (long port : new long[] {0, MemoryAddress.ANY_PORT - 1}) {
      try (Listener listener = guest.listen(port);
          Flow flow = host.connect(guest.address(port));
          Flow accepted = listener.accept()) {
        assertEquals(guest.address(port), accepted.localAddress());
        flow.abort();
      }
    }
  }

  @Test
  void anyPortIsAFreeOneAndNotConnectedTo() throws Exception {
    Address any = Address.parse("memory://42:any");
    try (Listener one = guest.listen(MemoryAddress.ANY_PORT);
        Listener other = guest.call(() -> Hvsock.listen(any))) {
      assertNotEquals(one.localAddress(), other.localAddress());
      host.connect(one.localAddress()).abort();
      host.connect(other.localAddress()).abort();
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> host.connect(any));
      assertEquals(
          "connect memory://42:any: 'any' is for listening; try: a port, such as 5000",
          e.getMessage());
    }
  }

  @Test
  void aHostMayConnectToItself() throws Exception {
    try (Listener listener = guest.listen(7);
        Flow flow = guest.connect(guest.address(7));
        Flow accepted = listener.accept()) {
      Content.write(flow, "self");
      assertEquals("self", Content.readText(accepted, 4));
      Content.write(accepted, "flow");
      assertEquals("flow", Content.readText(flow, 4));
      accepted.abort();
    }
  }

  @Test
  void disconnectingClosesAllAndTheHostMayStartAnew() throws Exception {
    Listener listener = guest.listen(7);
    Listener ofHost = host.listen(8);
    Flow there = host.connect(guest.address(7));
    Flow accepted = listener.accept();
    Flow back = guest.connect(host.address(8));
    Flow waiting = host.connect(guest.address(7));
    Task<Integer> reader =
        ThreadKind.VIRTUAL.start(() -> accepted.read(ByteBuffer.allocate(1))).awaitBlocked();
    guest.disconnect();
    reader.failure(AsynchronousCloseException.class);
    assertFalse(listener.isOpen());
    assertFalse(back.isOpen());
    assertThrows(ClosedChannelException.class, () -> back.read(ByteBuffer.allocate(1)));
    for (Flow peer : new Flow[] {there, ofHost.accept(), waiting}) {
      Ends.assertPeerGone(assertThrows(IOException.class, () -> peer.read(ByteBuffer.allocate(1))));
      peer.abort();
    }
    assertThrows(ConnectException.class, () -> host.connect(guest.address(7)));
    assertTrue(ofHost.isOpen());
    try (Listener again = guest.listen(7)) {
      host.connect(guest.address(7)).abort();
      assertTrue(again.isOpen());
    }
  }

  @Test
  void aNetworkThatIsClosedEndsEverythingForEver() throws Exception {
    Listener listener = guest.listen(7);
    Flow flow = host.connect(guest.address(7));
    network.close();
    network.close();
    assertFalse(listener.isOpen());
    assertFalse(flow.isOpen());
    assertThrows(TransportUnavailableException.class, () -> guest.listen(7));
    assertThrows(TransportUnavailableException.class, () -> host.connect(guest.address(7)));
  }

  @Test
  void networksDoNotMeetAndTheOneOfTheProcessStays() throws Exception {
    try (Listener listener = guest.listen(7)) {
      assertThrows(ConnectException.class, () -> Hvsock.connect(listener.localAddress()));
      assertThrows(IllegalStateException.class, () -> VirtualNetwork.shared().close());
      assertThrows(
          IllegalStateException.class, () -> VirtualNetwork.shared().advance(Duration.ZERO));
    }
  }

  @Test
  void whatEitherEndAsksForIsBuffered() throws Exception {
    guest.listen(7);
    Flow standard = host.connect(guest.address(7));
    Flow small = host.connect(guest.address(7), connect -> connect.bufferSize(100));
    network.link(guest, host).buffer(10);
    Flow smaller = host.connect(guest.address(7), connect -> connect.bufferSize(100));
    assertEquals(Optional.of(new BufferSizes(65_536, 65_536)), standard.bufferSizes());
    assertEquals(Optional.of(new BufferSizes(100, 100)), small.bufferSizes());
    assertEquals(Optional.of(new BufferSizes(10, 10)), smaller.bufferSizes());
    assertEquals(10, Content.fill(smaller));
    standard.abort();
    small.abort();
    smaller.abort();
  }
}
