package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.VsockAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * This process and an agent in a guest, over the link of {@link HostGuest}, whoever of them
 * connects. All cases share one guest, which the last of them kills.
 */
@Tag("concurrent")
@Order(2) // of those that last longest
@ExtendWith(Watchdog.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostGuestTest {
  @RegisterExtension static final CaseCount COUNT = new CaseCount("host <-> guest");

  private static final AtomicInteger TAGS = new AtomicInteger();
  private static final int MANY_FLOWS = 30;

  private static Guest guest;
  private static Task<Flow> early;

  @BeforeAll
  static void boot() throws Exception {
    guest = HostGuest.lab().prepare(HostGuest.agent());
    Address agent = guest.address(GuestAgent.PORT);
    early =
        ThreadKind.VIRTUAL
            .start(() -> Hvsock.connect(agent, connect -> connect.retryFor(Duration.ofMinutes(10))))
            .awaitBlocked();
    guest.boot().awaitFile(GuestAgent.READY);
  }

  @AfterAll
  static void end() throws IOException {
    if (guest != null) {
      guest.close();
    }
  }

  private static String freshTag() {
    return "case" + TAGS.incrementAndGet();
  }

  /** What the agent found when it did what had this tag. */
  private static String seen(String tag) throws IOException {
    try (Flow flow = GuestCaller.HOST.flow(guest, "seen " + tag)) {
      return GuestAgent.line(flow);
    }
  }

  @Test
  void aClientThatWasThereBeforeTheGuestConnectsWhenItListens() throws Exception {
    try (Flow flow = early.get()) {
      GuestAgent.say(flow, "echo");
      Content.write(flow, "at last");
      assertEquals("at last", Content.readText(flow, 7));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothEndsKnowTheirAddresses(GuestCaller caller) throws Exception {
    try (Flow flow = caller.flow(guest, "names")) {
      String[] names = GuestAgent.line(flow).split(" ", 3);
      assertEquals(Long.toString(guest.cid()), names[0]);
      VsockAddress local = (VsockAddress) Address.parse(names[1]);
      VsockAddress remote = (VsockAddress) Address.parse(names[2]);
      assertEquals(VsockAddress.HOST_CID, remote.cid());
      // The kernel gives the local end of who connects no CID.
      if (caller == GuestCaller.HOST) {
        assertEquals(guest.cid(), local.cid());
        assertEquals(GuestAgent.PORT, local.port());
        assertEquals(guest.address(GuestAgent.PORT), flow.remoteAddress());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothDirectionsAtOnce(GuestCaller caller) throws Exception {
    byte[] piece = Content.bytes(HostGuest.bothWays());
    try (Flow flow = caller.flow(guest, "echo")) {
      for (int sent = 0; sent < 1 << 20; sent += piece.length) {
        Task<byte[]> reader = ThreadKind.VIRTUAL.start(() -> Content.read(flow, piece.length));
        Content.write(flow, piece);
        assertArrayEquals(piece, reader.get());
      }
    }
  }

  @Test
  void manyFlowsAtOnce() throws Exception {
    List<Task<String>> tasks = new ArrayList<>();
    for (int i = 0; i < MANY_FLOWS; i++) {
      String text = "flow %04d".formatted(i);
      tasks.add(ThreadKind.VIRTUAL.start(() -> echoed(text)));
    }
    for (int i = 0; i < MANY_FLOWS; i++) {
      assertEquals("flow %04d".formatted(i), tasks.get(i).get());
    }
  }

  private static String echoed(String text) throws IOException {
    try (Flow flow = GuestCaller.HOST.flow(guest, "echo")) {
      Content.write(flow, text);
      return Content.readText(flow, text.length());
    }
  }

  @Test
  void bulkFromHostToGuest() throws Exception {
    try (Flow flow = GuestCaller.HOST.flow(guest, "sink " + HostGuest.BULK_BYTES)) {
      assertEquals(BulkContent.send(flow, HostGuest.BULK_BYTES), GuestAgent.line(flow));
    }
  }

  @Test
  void bulkFromGuestToHost() throws Exception {
    try (Flow flow = GuestCaller.GUEST.flow(guest, "source " + HostGuest.BULK_BYTES)) {
      assertEquals(BulkContent.receive(flow, HostGuest.BULK_BYTES), GuestAgent.line(flow));
    }
  }

  /** What docs/hybrid.md tells of half-closes through vhost-device-vsock. */
  @ParameterizedTest
  @EnumSource
  void theHostEndsItsDirectionFirst(GuestCaller caller) throws Exception {
    byte[] sent = Content.bytes(300_000);
    String tag = freshTag();
    try (Flow flow = caller.flow(guest, "answer-the-end " + tag)) {
      Content.write(flow, sent);
      flow.shutdownOutput();
      assertEquals(HostGuest.hasHalfOpenFlows() ? "the reply\n" : "", Content.textToEnd(flow));
    }
    String reply = HostGuest.hasHalfOpenFlows() ? "replied" : "FlowClosedException";
    assertEquals("read 300000, " + reply, seen(tag));
  }

  /** What docs/hybrid.md tells of half-closes through vhost-device-vsock. */
  @ParameterizedTest
  @EnumSource
  void theGuestEndsItsDirectionFirst(GuestCaller caller) throws Exception {
    String tag = freshTag();
    try (Flow flow = caller.flow(guest, "end-first " + tag)) {
      assertEquals("the last words", GuestAgent.line(flow));
      if (!HostGuest.hasHalfOpenFlows()) {
        flow.readTimeout(Duration.ofSeconds(1));
        assertThrows(SocketTimeoutException.class, () -> flow.read(ByteBuffer.allocate(1)));
        flow.readTimeout(Flow.FOREVER);
      }
      Content.write(flow, Content.bytes(1000));
      flow.shutdownOutput();
      assertEquals("", Content.textToEnd(flow));
    }
    assertEquals("read 1000", seen(tag));
  }

  /** Frames tell each end by themselves, so that they work where the link does not tell it. */
  @Test
  @DisabledIfSystemProperty(named = HostGuest.LINK_PROPERTY, matches = "KERNEL")
  void framedFlowsHaveBothEndsOnAnyLink() throws Exception {
    Address framed = new FramedAddress(guest.address(GuestAgent.FRAMED_PORT));
    String tag = freshTag();
    try (Flow flow = Hvsock.connect(framed)) {
      GuestAgent.say(flow, "answer-the-end " + tag);
      flow.shutdownOutput();
      assertEquals("the reply\n", Content.textToEnd(flow));
    }
    assertEquals("read 0, replied", seen(tag));
    String other = freshTag();
    try (Flow flow = Hvsock.connect(framed)) {
      GuestAgent.say(flow, "end-first " + other);
      assertEquals("the last words\n", Content.textToEnd(flow));
      Content.write(flow, Content.bytes(1000));
    }
    assertEquals("read 1000", seen(other));
  }

  @Test
  void nobodyListensInTheGuest() {
    ConnectException refused =
        assertThrows(ConnectException.class, () -> Hvsock.connect(guest.address(4999)));
    assertTrue(refused.toString().contains("connect " + guest.address(4999)), refused::toString);
  }

  @Test
  void nobodyListensOnTheHost() throws Exception {
    try (Flow flow = GuestCaller.HOST.flow(guest, "call 4998")) {
      String said = GuestAgent.line(flow);
      assertTrue(said.startsWith(HostGuest.uncalled()), said);
    }
  }

  /** Also where nothing was under way, which the device ends as if the guest had. */
  @Test
  @Order(Integer.MAX_VALUE)
  void flowsOfAGuestThatIsKilledFailAtOnce() throws Exception {
    try (Flow idle = GuestCaller.HOST.flow(guest, "echo");
        Flow stalled = GuestCaller.GUEST.flow(guest, "stall");
        Flow busy = GuestCaller.HOST.flow(guest, "source " + (1L << 40))) {
      assertEquals("stalled", GuestAgent.line(stalled));
      Task<Integer> idleReader = reader(idle).awaitBlocked();
      Task<Integer> stalledWriter =
          ThreadKind.PLATFORM.start(() -> stalled.write(Content.bulk())).awaitBlocked();
      Task<Integer> stalledReader = reader(stalled).awaitBlocked();
      Task<String> busyReader =
          ThreadKind.VIRTUAL.start(() -> BulkContent.receive(busy, 1L << 40)).awaitBlocked();
      Stopwatch sinceKill = new Stopwatch();
      guest.kill();
      stalledWriter.failure(FlowClosedException.class);
      stalledReader.failure(FlowResetException.class);
      idleReader.failure(FlowResetException.class);
      busyReader.failure(FlowResetException.class);
      sinceKill.assertPrompt();
      assertThrows(HostGuest.gone(), () -> Hvsock.connect(guest.address(GuestAgent.PORT)));
      GuestException killed = assertThrows(GuestException.class, guest::await);
      assertTrue(killed.toString().contains("killed while running the command"), killed::toString);
    }
  }

  private static Task<Integer> reader(Flow flow) {
    return ThreadKind.VIRTUAL.start(() -> flow.read(ByteBuffer.allocate(1)));
  }
}
