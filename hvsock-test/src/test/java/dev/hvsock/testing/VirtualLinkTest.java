package dev.hvsock.testing;

import static dev.hvsock.testing.VirtualScene.assertReset;
import static dev.hvsock.testing.VirtualScene.assertSilent;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Listener;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What links do to flows, in a time that the tests move. */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class VirtualLinkTest {
  private final VirtualScene scene = new VirtualScene(VirtualTime.MANUAL, 1);
  private final VirtualLink link = scene.link;

  @AfterEach
  void closeScene() {
    scene.close();
  }

  @Test
  void latencyDelaysEverything() throws Exception {
    FlowPair pair = scene.connect();
    link.latency(Duration.ofMillis(100));
    Content.write(pair.first(), "late");
    pair.first().shutdownOutput();
    scene.advance(99);
    assertSilent(pair.second());
    scene.advance(1);
    assertEquals("late", Content.textToEnd(pair.second()));
    assertEquals(Duration.ofMillis(100), scene.network.now());
  }

  @Test
  void aResetTakesItsTimeToo() throws Exception {
    FlowPair pair = scene.connect();
    link.latency(Duration.ofMillis(100));
    Content.write(pair.first(), "before");
    pair.first().abort();
    scene.advance(99);
    assertSilent(pair.second());
    Content.write(pair.second(), "nobody reads this");
    scene.advance(1);
    assertEquals("before", Content.readText(pair.second(), 6));
    assertReset(pair.second());
    assertThrows(FlowResetException.class, () -> Content.write(pair.second(), "x"));
  }

  @Test
  void connectingTakesARoundTripAndARefusalToo() throws Exception {
    try (VirtualScene jumping = new VirtualScene(VirtualTime.JUMPING, 1)) {
      jumping.link.latency(Duration.ofHours(1));
      jumping.connect();
      assertEquals(Duration.ofHours(2), jumping.network.now());
      assertThrows(ConnectException.class, () -> jumping.host.connect(jumping.guest.address(7)));
      assertEquals(Duration.ofHours(4), jumping.network.now());
    }
  }

  @Test
  void jitterDelaysEachByAnotherTimeAndKeepsTheOrder() throws Exception {
    FlowPair pair = scene.watch().connect();
    link.latency(Duration.ofMillis(100)).jitter(Duration.ofMillis(50));
    byte[] sent = Content.bytes(50);
    for (byte one : sent) {
      scene.advance(200);
      Content.write(pair.first(), new byte[] {one});
    }
    scene.advance(200);
    assertArrayEquals(sent, Content.read(pair.second(), sent.length));
    List<Duration> delays =
        scene.segments().stream()
            .filter(segment -> segment.kind() == Segment.Kind.DATA)
            .map(segment -> Duration.ofNanos(segment.time().toNanos() % 200_000_000))
            .toList();
    assertEquals(50, delays.stream().distinct().count());
    assertTrue(
        delays.stream().allMatch(delay -> delay.toMillis() >= 100 && delay.toMillis() <= 150),
        delays::toString);
    for (byte one : sent) {
      Content.write(pair.first(), new byte[] {one}); // all at once: they must not overtake
    }
    scene.advance(200);
    assertArrayEquals(sent, Content.read(pair.second(), sent.length));
  }

  @Test
  void bandwidthIsSharedByTheFlowsOfADirection() throws Exception {
    FlowPair one = scene.watch().connect();
    FlowPair other = scene.connect();
    link.bandwidth(1000);
    Content.write(one.first(), Content.bytes(5000));
    Content.write(other.first(), Content.bytes(1000));
    Content.write(other.second(), Content.bytes(500));
    scene.advance(10_000);
    assertEquals(
        List.of(
            "0.5s guest DATA 500",
            "4.096s host DATA 4096",
            "5s host DATA 904",
            "6s host DATA 1000"),
        scene.trace(Segment.Kind.DATA));
    link.bandwidth(1_000_000);
    Content.write(one.first(), Content.bytes(1000));
    scene.advance(1);
    assertEquals("10.001s host DATA 1000", scene.trace().getLast());
  }

  @Test
  void aWriterWaitsForRoomInASmallBuffer() throws Exception {
    link.buffer(10);
    FlowPair pair = scene.connect();
    link.latency(Duration.ofMillis(1));
    byte[] sent = Content.bytes(1000);
    Task<?> writer =
        ThreadKind.VIRTUAL.start(() -> Content.write(pair.first(), sent)).awaitBlocked();
    byte[] read = new byte[0];
    for (int i = 0; i < 100; i++) {
      scene.advance(1);
      ByteBuffer all = ByteBuffer.allocate(1000);
      assertEquals(10, pair.second().read(all));
      read = ByteBuffer.allocate(read.length + 10).put(read).put(all.flip()).array();
      scene.advance(0); // until the writer has found the room
    }
    writer.get();
    assertArrayEquals(sent, read);
  }

  @Test
  void aBufferOfOneByteCarriesEverything() throws Exception {
    link.buffer(1);
    FlowPair pair = scene.connect();
    byte[] sent = Content.bytes(3000);
    Task<?> writer =
        ThreadKind.VIRTUAL.start(
            () -> {
              Content.write(pair.first(), sent);
              pair.first().shutdownOutput();
            });
    assertArrayEquals(sent, Content.toEnd(pair.second()));
    writer.get();
  }

  @Test
  void aCutLetsExactlySoManyBytesThroughAndIsReadAsAReset() throws Exception {
    FlowPair pair = scene.watch().connect();
    link.cutAfter(10);
    Content.write(pair.first(), "sixteen bytes...");
    assertEquals("sixteen by", Content.readText(pair.second(), 10));
    assertReset(pair.second());
    assertReset(pair.first());
    assertThrows(FlowResetException.class, () -> Content.write(pair.first(), "x"));
    assertEquals(List.of("0s host DATA 10"), scene.trace(Segment.Kind.DATA));
    FlowPair next = scene.connect();
    Content.write(next.first(), "it carries on");
    assertEquals("it carries on", Content.readText(next.second(), 13));
  }

  @Test
  void aCutCountsBothDirectionsAndAllFlowsAndResetsThemAll() throws Exception {
    FlowPair one = scene.connect();
    FlowPair other = scene.connect();
    link.latency(Duration.ofMillis(1)).cutAfter(10);
    Content.write(one.first(), "1234");
    scene.advance(1);
    Content.write(other.second(), "56789");
    scene.advance(1);
    Content.write(other.first(), "0");
    other.first().shutdownOutput();
    scene.advance(1);
    assertEquals("0", Content.readText(other.second(), 1));
    assertReset(other.second()); // rather than the end that came at the same instant
    assertEquals("56789", Content.readText(other.first(), 5));
    assertReset(other.first());
    assertEquals("1234", Content.readText(one.second(), 4));
    assertReset(one.second());
    assertReset(one.first());
  }

  @Test
  void whatIsCutOffAtOnceCarriesNothing() throws Exception {
    FlowPair pair = scene.connect();
    link.cutAfter(0);
    assertReset(pair.second());
    assertThrows(FlowResetException.class, () -> Content.write(pair.first(), "x"));
  }

  @Test
  void aLinkThatIsDownHoldsWhatIsSentUntilItIsUp() throws Exception {
    FlowPair pair = scene.connect();
    link.latency(Duration.ofMillis(100));
    Content.write(pair.first(), "underway ");
    scene.advance(50);
    link.down();
    Content.write(pair.first(), "and sent");
    pair.first().shutdownOutput();
    scene.advance(100_000);
    assertSilent(pair.second());
    link.up();
    scene.advance(99);
    assertSilent(pair.second());
    scene.advance(1);
    assertEquals("underway and sent", Content.textToEnd(pair.second()));
  }

  @Test
  void aLinkThatIsDownFillsUp() throws Exception {
    FlowPair pair = scene.connect();
    link.down();
    assertEquals(65_536, Content.fill(pair.first()));
    link.up();
    Content.readBulk(pair.second(), 65_536);
  }

  @Test
  void nobodyConnectsOverALinkThatIsDownOrIsRefused() throws Exception {
    Listener listener = scene.guest.listen(7);
    link.down();
    for (long port : new long[] {7, 8}) {
      assertThrows(
          SocketTimeoutException.class,
          () ->
              scene.host.connect(
                  scene.guest.address(port), connect -> connect.timeout(Duration.ofMillis(50))));
    }
    link.up();
    listener.acceptTimeout(Duration.ofMillis(5));
    assertThrows(SocketTimeoutException.class, listener::accept); // those have given up
    Task<Flow> connecting;
    link.down();
    connecting =
        ThreadKind.VIRTUAL.start(() -> scene.host.connect(scene.guest.address(7))).awaitBlocked();
    link.up();
    connecting.get().abort();
  }

  @Test
  void aStalledLinkHoldsStreamsAndStillConnects() throws Exception {
    FlowPair pair = scene.connect();
    link.stall();
    Content.write(pair.first(), "held");
    pair.first().shutdownOutput();
    FlowPair next = scene.connect();
    Content.write(next.second(), "too");
    assertSilent(pair.second());
    assertSilent(next.first());
    link.resume();
    assertEquals("held", Content.textToEnd(pair.second()));
    assertEquals("too", Content.readText(next.first(), 3));
  }

  @Test
  void aResetLinkResetsBothEndsAndLosesWhatIsUnderway() throws Exception {
    FlowPair pair = scene.connect();
    Content.write(pair.first(), "arrived");
    link.latency(Duration.ofMillis(100));
    Content.write(pair.first(), "underway");
    Task<Integer> reader =
        ThreadKind.VIRTUAL.start(() -> pair.first().read(ByteBuffer.allocate(1))).awaitBlocked();
    link.reset();
    reader.failure(FlowResetException.class);
    scene.advance(1000);
    assertEquals("arrived", Content.readText(pair.second(), 7));
    assertReset(pair.second());
  }

  @Test
  void whoConnectsWhenALinkIsResetFailsAndMayTryAgain() throws Exception {
    scene.guest.listen(7);
    link.latency(Duration.ofMillis(100));
    Task<Flow> once =
        ThreadKind.VIRTUAL.start(() -> scene.host.connect(scene.guest.address(7))).awaitBlocked();
    link.reset();
    once.failure(ConnectException.class);
    Task<Flow> again =
        ThreadKind.VIRTUAL
            .start(
                () ->
                    scene.host.connect(
                        scene.guest.address(7), connect -> connect.retryFor(Duration.ofMinutes(1))))
            .awaitBlocked();
    link.reset();
    while (!again.endsWithin(1_000_000)) {
      scene.advance(100);
    }
    again.get().abort();
  }

  @Test
  void aDisconnectedHostIsMissedWhenItsResetArrives() throws Exception {
    FlowPair pair = scene.connect();
    link.latency(Duration.ofMillis(100));
    scene.guest.disconnect();
    Content.write(pair.first(), "in vain");
    assertSilent(pair.first());
    scene.advance(100);
    assertReset(pair.first());
  }

  @Test
  void otherLinksAreLeftAlone() throws Exception {
    link.down();
    VirtualHost third = scene.network.host("third");
    Listener listener = third.listen(7);
    Flow flow = scene.host.connect(third.address(7));
    Content.write(flow, "by another way");
    assertEquals("by another way", Content.readText(listener.accept(), 14));
  }

  @Test
  void misuseIsNamed() {
    assertEquals(
        "latency PT-1S is negative",
        assertThrows(IllegalArgumentException.class, () -> link.latency(Duration.ofSeconds(-1)))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> link.jitter(Duration.ofSeconds(-1)));
    assertThrows(IllegalArgumentException.class, () -> link.bandwidth(0));
    assertThrows(IllegalArgumentException.class, () -> link.buffer(0));
    assertThrows(IllegalArgumentException.class, () -> link.cutAfter(-1));
  }

  @Test
  void timeLimitsOfFlowsAreInRealTime() throws Exception {
    FlowPair pair = scene.connect();
    pair.first().readTimeout(Duration.ofMillis(100));
    Stopwatch time = new Stopwatch();
    assertThrows(SocketTimeoutException.class, () -> pair.first().read(ByteBuffer.allocate(1)));
    time.assertAbout(Duration.ofMillis(100));
    assertEquals(Duration.ZERO, scene.network.now());
    pair.first().readTimeout(Duration.ofSeconds(50));
    link.latency(Duration.ofDays(1));
    Content.write(pair.second(), "x");
    Task<byte[]> reader =
        ThreadKind.VIRTUAL.start(() -> Content.read(pair.first(), 1)).awaitBlocked();
    scene.network.advance(Duration.ofDays(1));
    reader.get();
  }
}
