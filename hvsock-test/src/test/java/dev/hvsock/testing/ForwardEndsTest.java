package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.ProxyStatistics;
import dev.hvsock.ProxyStatistics.End;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Either side of a forwarded stream ends while the other is still sending: the end arrives, and so
 * does everything that the other sends before and after it. Ending both with the first is the
 * commonest bug of forwarders.
 */
@Timeout(60)
class ForwardEndsTest {
  private static final int BEFORE_THE_END = 100_001;

  static List<ForwardTransport.Joint> joints() {
    return ForwardTransport.joints();
  }

  @ParameterizedTest
  @MethodSource("joints")
  void oneByteIsStillOnItsWay(ForwardTransport.Joint joint) throws Exception {
    bothEnds(joint, 1);
  }

  @ParameterizedTest
  @MethodSource("joints")
  void oneBufferIsStillOnItsWay(ForwardTransport.Joint joint) throws Exception {
    bothEnds(joint, 64 * 1024);
  }

  @ParameterizedTest
  @MethodSource("joints")
  void farMoreThanAllBuffersHoldIsStillOnItsWay(ForwardTransport.Joint joint) throws Exception {
    bothEnds(joint, 8 * 1024 * 1024);
  }

  private static void bothEnds(ForwardTransport.Joint joint, long bytes) throws Exception {
    for (End end : End.values()) {
      endFirst(joint, end, bytes);
    }
  }

  private static void endFirst(ForwardTransport.Joint joint, End early, long bytes)
      throws Exception {
    try (ForwardTask forward = ForwardTask.start(joint)) {
      Flow ender = early == End.FIRST ? forward.client() : forward.server();
      Flow other = early == End.FIRST ? forward.server() : forward.client();

      CountDownLatch endSeen = new CountDownLatch(1);
      EngineTask sending =
          EngineTask.Kind.PLATFORM.start(
              () -> {
                ForwardBytes.send(other, 1, 0, bytes - 1);
                endSeen.await();
                ForwardBytes.send(other, 1, bytes - 1, bytes);
                other.shutdownOutput();
              });
      EngineTask receiving =
          EngineTask.virtual(
              () -> {
                ForwardBytes.expectAll(other, 2, BEFORE_THE_END);
                endSeen.countDown();
              });
      // Ended before anything is read: the other direction is full when its turn comes.
      ForwardBytes.sendAll(ender, 2, BEFORE_THE_END);
      ForwardBytes.expectAll(ender, 1, bytes);
      receiving.join();
      sending.join();

      ProxyStatistics statistics = forward.statistics();
      assertTrue(statistics.isComplete(), statistics::toString);
      assertEquals(early, statistics.endedFirst());
      long fromFirst = early == End.FIRST ? BEFORE_THE_END : bytes;
      long fromSecond = early == End.FIRST ? bytes : BEFORE_THE_END;
      assertEquals(fromFirst, statistics.fromFirst().copied().bytes());
      assertEquals(fromSecond, statistics.fromSecond().copied().bytes());
    }
  }
}
