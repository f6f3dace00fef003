package dev.hvsock.testing;

import static dev.hvsock.testing.VirtualScene.assertReset;
import static dev.hvsock.testing.VirtualScene.assertSilent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.KeepAlive;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keep-alive on a network: what it sends, when it gives up, and what is seen then. */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class VirtualKeepAliveTest {
  private static final KeepAlive PROBES =
      new KeepAlive(Duration.ofSeconds(60), Duration.ofSeconds(10), 3);

  private final VirtualScene scene = new VirtualScene(VirtualTime.MANUAL, 1).watch();

  @AfterEach
  void closeScene() {
    scene.close();
  }

  private FlowPair connect() throws Exception {
    return scene.connect(connect -> connect.keepAlive(PROBES));
  }

  private List<String> probes() {
    return scene.trace(Segment.Kind.PROBE);
  }

  @Test
  void aPeerThatIsThereAnswersForEver() throws Exception {
    FlowPair pair = connect();
    scene.link.latency(Duration.ofSeconds(1));
    scene.advance(190_000);
    assertEquals(
        List.of(
            "0s host CONNECT",
            "0s guest ACCEPT",
            "1m1s host PROBE",
            "1m2s guest ANSWER",
            "2m3s host PROBE",
            "2m4s guest ANSWER",
            "3m5s host PROBE",
            "3m6s guest ANSWER"),
        scene.trace());
    scene.network.advance(Duration.ofDays(1));
    Content.write(pair.second(), "still");
    scene.advance(1000);
    assertEquals("still", Content.readText(pair.first(), 5));
  }

  @Test
  void aPeerThatDoesNotAnswerIsGivenUpAfterSoManyProbes() throws Exception {
    FlowPair pair = connect();
    Content.write(pair.second(), "arrived");
    scene.link.down();
    scene.advance(89_999);
    assertEquals("arrived", Content.readText(pair.first(), 7));
    assertSilent(pair.first());
    Task<Integer> reader =
        ThreadKind.VIRTUAL.start(() -> pair.first().read(ByteBuffer.allocate(1))).awaitBlocked();
    scene.advance(1);
    reader.failure(FlowResetException.class);
    assertReset(pair.first());
    assertThrows(FlowResetException.class, () -> Content.write(pair.first(), "x"));
    assertEquals(List.of(), probes());
    assertSilent(pair.second()); // whose end probes nothing
    scene.link.up();
    assertReset(pair.second());
  }

  @Test
  void probesComeAtTheirInstantsAndEndWithAnAnswer() throws Exception {
    FlowPair pair = connect();
    scene.link.down();
    scene.advance(75_000); // two are lost
    scene.link.up();
    scene.advance(5_000);
    assertEquals(List.of("1m20s host PROBE"), probes());
    assertEquals(List.of("1m20s guest ANSWER"), scene.trace(Segment.Kind.ANSWER));
    scene.advance(60_000);
    assertEquals(List.of("1m20s host PROBE", "2m20s host PROBE"), probes());
    assertSilent(pair.first());
  }

  @Test
  void whatArrivesPutsProbesOff() throws Exception {
    FlowPair pair = connect();
    for (int i = 0; i < 5; i++) {
      scene.advance(59_000);
      Content.write(pair.second(), "x");
    }
    assertEquals(List.of(), probes());
    scene.advance(60_000);
    assertEquals(List.of("5m55s host PROBE"), probes());
  }

  @Test
  void itIsPutOffToo_onALinkThatIsNotWatched() throws Exception {
    try (VirtualScene quiet = new VirtualScene(VirtualTime.MANUAL, 1)) {
      FlowPair pair = quiet.connect(connect -> connect.keepAlive(PROBES));
      quiet.advance(50_000);
      Content.write(pair.second(), "x");
      quiet.link.down();
      quiet.advance(60_000 + 20_000 + 9_999);
      Content.readText(pair.first(), 1);
      assertSilent(pair.first());
      quiet.advance(1);
      assertReset(pair.first());
    }
  }

  @Test
  void aPeerThatReadsNothingStillAnswers() throws Exception {
    FlowPair pair = connect();
    scene.link.stall();
    Content.write(pair.first(), "held");
    scene.advance(3_600_000);
    assertSilent(pair.first());
    scene.link.resume();
    assertEquals("held", Content.readText(pair.second(), 4));
  }

  @Test
  void aPeerThatWasKilledBeyondADeadLinkIsMissed() throws Exception {
    FlowPair pair = connect();
    scene.link.down();
    scene.guest.disconnect();
    scene.advance(89_999);
    assertSilent(pair.first());
    scene.advance(1);
    assertReset(pair.first());
  }

  @Test
  void listenersProbeToo() throws Exception {
    var listener = scene.guest.listen(7, listen -> listen.keepAlive(PROBES));
    Flow flow = scene.host.connect(scene.guest.address(7));
    Flow accepted = listener.accept();
    scene.link.down();
    scene.advance(90_000);
    assertReset(accepted);
    assertSilent(flow);
  }

  @Test
  void aFlowThatIsClosedProbesNobody() throws Exception {
    FlowPair pair = connect();
    pair.first().abort();
    pair.second().abort();
    scene.advance(3_600_000);
    assertEquals(List.of(), probes());
  }

  @Test
  void timeDoesNotJumpForProbes() throws Exception {
    try (VirtualScene jumping = new VirtualScene(VirtualTime.JUMPING, 1)) {
      FlowPair pair = jumping.connect(connect -> connect.keepAlive(PROBES));
      jumping.link.down();
      assertSilent(pair.first());
      assertEquals(Duration.ZERO, jumping.network.now());
      jumping.advance(90_000);
      assertReset(pair.first());
    }
  }
}
