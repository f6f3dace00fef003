package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.FlowPair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Small writes: sent at once, or gathered until what was sent before has been acknowledged. */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class VirtualNoDelayTest {
  private final VirtualScene scene = new VirtualScene(VirtualTime.MANUAL, 1).watch();

  @AfterEach
  void closeScene() {
    scene.close();
  }

  private FlowPair connect(boolean noDelay) throws Exception {
    FlowPair pair = scene.connect(connect -> connect.noDelay(noDelay));
    scene.link.latency(Duration.ofSeconds(1));
    return pair;
  }

  private List<String> data() {
    return scene.trace(Segment.Kind.DATA);
  }

  @Test
  void unlessToldOtherwiseEachWriteGoesAtOnce() throws Exception {
    FlowPair pair = connect(true);
    for (String word : List.of("a", "bc", "def")) {
      Content.write(pair.first(), word);
    }
    scene.advance(1000);
    assertEquals(List.of("1s host DATA 1", "1s host DATA 2", "1s host DATA 3"), data());
  }

  @Test
  void smallWritesAreGatheredUntilTheAcknowledgement() throws Exception {
    FlowPair pair = connect(false);
    for (String word : List.of("a", "bc", "def")) {
      Content.write(pair.first(), word);
    }
    scene.advance(1999);
    assertEquals(List.of("1s host DATA 1"), data());
    scene.advance(10_000);
    assertEquals(List.of("1s host DATA 1", "3s host DATA 5"), data());
    assertEquals("abcdef", Content.readText(pair.second(), 6));
    Content.write(pair.first(), "g"); // everything is acknowledged
    scene.advance(1000);
    assertEquals("12.999s host DATA 1", data().getLast());
  }

  @Test
  void aWholeSegmentDoesNotWait() throws Exception {
    FlowPair pair = connect(false);
    Content.write(pair.first(), "a");
    Content.write(pair.first(), Content.bytes(4095));
    Content.write(pair.first(), Content.bytes(101));
    scene.advance(1000);
    assertEquals(List.of("1s host DATA 1", "1s host DATA 4096"), data());
    scene.advance(2000);
    assertEquals("3s host DATA 100", data().getLast());
  }

  @Test
  void theEndOfTheStreamDoesNotWait() throws Exception {
    FlowPair pair = connect(false);
    Content.write(pair.first(), "a");
    Content.write(pair.first(), "b");
    pair.first().shutdownOutput();
    scene.advance(1000);
    assertEquals("ab", Content.textToEnd(pair.second()));
  }

  @Test
  void itIsEachEndsOwnAffair() throws Exception {
    FlowPair pair = connect(false);
    Content.write(pair.second(), "a");
    Content.write(pair.second(), "b");
    scene.advance(1000);
    assertEquals(List.of("1s guest DATA 1", "1s guest DATA 1"), data());
  }

  @Test
  void whatIsKeptBackCountsAsHeld() throws Exception {
    scene.link.buffer(100);
    FlowPair pair = connect(false);
    assertEquals(100, Content.fill(pair.first()));
    scene.advance(3000);
    Content.readBulk(pair.second(), 100);
  }
}
