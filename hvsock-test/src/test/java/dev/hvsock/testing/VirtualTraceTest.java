package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.KeepAlive;
import dev.hvsock.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What monitors are shown, and that it is the same each time: {@code -Dhvsock.runs=N} compares N
 * times instead of 5.
 */
@ExtendWith(Watchdog.class)
class VirtualTraceTest {
  private static final int RUNS = Integer.getInteger("hvsock.runs", 5);

  /** Does the same each time. */
  private interface Script {
    void run(VirtualScene scene) throws Exception;
  }

  private static List<Segment> trace(VirtualTime time, long seed, Script script) throws Exception {
    try (VirtualScene scene = new VirtualScene(time, seed).watch()) {
      script.run(scene);
      return scene.segments();
    }
  }

  private static void assertSameEachTime(VirtualTime time, Script script) throws Exception {
    List<Segment> first = trace(time, 42, script);
    assertTrue(first.size() > 20, () -> "only " + first);
    for (int i = 1; i < RUNS; i++) {
      assertSame(first, trace(time, 42, script));
    }
    assertNotEquals(first, trace(time, 43, script));
  }

  private static void assertSame(List<Segment> expected, List<Segment> actual) {
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      assertEquals(expected.get(i), actual.get(i), "segment " + i);
    }
    assertEquals(expected.size(), actual.size());
  }

  private static void impair(VirtualLink link) {
    link.latency(Duration.ofMillis(80)).jitter(Duration.ofMillis(40)).bandwidth(100_000);
  }

  @Test
  void oneThreadThatMovesTimeByHand() throws Exception {
    assertSameEachTime(
        VirtualTime.MANUAL,
        scene -> {
          FlowPair one = scene.connect();
          FlowPair other = scene.connect(connect -> connect.noDelay(false));
          impair(scene.link);
          Random random = new Random(1);
          for (int i = 0; i < 50; i++) {
            FlowPair pair = random.nextBoolean() ? one : other;
            Flow flow = random.nextBoolean() ? pair.first() : pair.second();
            Content.write(flow, Content.bytes(random.nextInt(500)));
            scene.advance(random.nextInt(30));
          }
          scene.link.cutAfter(1000);
          Content.write(one.first(), Content.bytes(2000));
          scene.advance(1000);
        });
  }

  @Test
  void aProgramOfSeveralThreadsThatAskEachOther() throws Exception {
    assertSameEachTime(
        VirtualTime.JUMPING,
        scene -> {
          impair(scene.link);
          try (Server echo =
              scene.guest.call(() -> Hvsock.serve(scene.guest.address(7), f -> Flows.copy(f, f)))) {
            for (int i = 0; i < 10; i++) {
              try (Flow flow = scene.host.connect(echo.localAddress())) {
                Content.write(flow, Content.bytes(300 * i));
                flow.shutdownOutput();
                assertEquals(300 * i, Content.toEnd(flow).length);
              }
            }
          }
        });
  }

  @Test
  void bulkThroughASmallBuffer() throws Exception {
    byte[] sent = Content.bytes(200_000);
    assertSameEachTime(
        VirtualTime.JUMPING,
        scene -> {
          impair(scene.link);
          scene.link.buffer(10_000);
          FlowPair pair = scene.connect();
          Task<?> writer =
              ThreadKind.VIRTUAL.start(
                  () -> {
                    Content.write(pair.first(), sent);
                    pair.first().shutdownOutput();
                  });
          assertArrayEquals(sent, Content.toEnd(pair.second()));
          writer.get();
        });
  }

  @ParameterizedTest
  @EnumSource(VirtualTime.class)
  void everySegmentOfAConversationIsShownInItsOrder(VirtualTime time) throws Exception {
    try (VirtualScene scene = new VirtualScene(time, 1).watch()) {
      FlowPair pair = scene.connect();
      Content.write(pair.first(), "ask");
      Content.readText(pair.second(), 3);
      Content.write(pair.second(), "answer");
      pair.second().shutdownOutput();
      Content.textToEnd(pair.first());
      pair.first().shutdownInput();
      pair.second().abort();
      assertEquals(
          List.of(
              "host CONNECT",
              "guest ACCEPT",
              "host DATA 3",
              "guest DATA 6",
              "guest SHUTDOWN_OUTPUT",
              "guest RESET"),
          scene.trace().stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
      Segment answer = scene.segments().get(3);
      assertEquals(Content.text("answer"), answer.payload());
      assertEquals(pair.second().localAddress(), answer.from());
      assertEquals(pair.first().localAddress(), answer.to());
    }
  }

  @Test
  void refusalsAndInputShutdownsAreShownToo() throws Exception {
    try (VirtualScene scene = new VirtualScene(VirtualTime.MANUAL, 1).watch()) {
      FlowPair pair = scene.connect();
      pair.second().shutdownInput();
      Ends.assertPeerGone(Content.writeUntilFailure(pair.first()));
      try {
        scene.host.connect(scene.guest.address(9)).abort();
      } catch (IOException e) {
        // As it should.
      }
      assertEquals(
          List.of(
              "0s host CONNECT",
              "0s guest ACCEPT",
              "0s guest SHUTDOWN_INPUT",
              "0s host CONNECT",
              "0s guest REFUSE"),
          scene.trace());
    }
  }

  @Test
  void theBytesOfAllSegmentsAreThoseThatWereSent() throws Exception {
    byte[] sent = Content.bytes(1_000_000);
    try (VirtualScene scene = new VirtualScene(VirtualTime.REAL, 1).watch()) {
      FlowPair pair = scene.connect();
      Task<?> writer = ThreadKind.VIRTUAL.start(() -> Content.write(pair.first(), sent));
      assertArrayEquals(sent, Content.read(pair.second(), sent.length));
      writer.get();
      ByteBuffer shown = ByteBuffer.allocate(sent.length);
      scene.segments().forEach(segment -> shown.put(segment.payload()));
      assertArrayEquals(sent, shown.array());
    }
  }

  @Test
  void aMonitorThatFailsChangesNothingAndMayBeTakenAway() throws Exception {
    try (VirtualScene scene = new VirtualScene(VirtualTime.MANUAL, 1).watch()) {
      AtomicInteger shown = new AtomicInteger();
      SegmentMonitor failing =
          segment -> {
            shown.incrementAndGet();
            throw new IllegalStateException("a monitor that fails on purpose");
          };
      scene.network.monitor(failing);
      FlowPair pair = scene.connect();
      scene.network.unmonitor(failing);
      Content.write(pair.first(), "x");
      assertEquals("x", Content.readText(pair.second(), 1));
      assertEquals(2, shown.get());
      assertEquals(3, scene.segments().size());
    }
  }

  @Test
  void oneThreadAtMostWorksForANetworkAndEndsWithIt() throws Exception {
    awaitNoThread();
    try (VirtualScene scene = new VirtualScene(VirtualTime.REAL, 1)) {
      FlowPair pair = scene.connect();
      Content.write(pair.first(), "x");
      Content.readText(pair.second(), 1);
      assertEquals(0, threads());
      scene.link.latency(Duration.ofMillis(1));
      for (int i = 0; i < 10; i++) {
        scene.connect();
      }
      assertEquals(1, threads());
    }
    awaitNoThread();
  }

  @Test
  void aFlowThatHasEndedKeepsNoThread() throws Exception {
    awaitNoThread();
    try (VirtualScene scene = new VirtualScene(VirtualTime.REAL, 1)) {
      KeepAlive hourly = new KeepAlive(Duration.ofHours(1), Duration.ofHours(1), 1);
      FlowPair pair = scene.connect(connect -> connect.keepAlive(hourly));
      assertEquals(1, threads());
      pair.first().abort();
      awaitNoThread();
    }
  }

  /** One may go on for a moment; one of a test before, too. */
  private static void awaitNoThread() {
    while (threads() > 0) {
      Thread.onSpinWait();
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("hvsock-virtual-time"))
        .count();
  }
}
