package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.ProxyStatistics;
import dev.hvsock.ProxyStatistics.End;
import dev.hvsock.ProxyStatistics.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One side of a forwarded stream goes away without a word. */
@Timeout(60)
class ForwardResetTest {

  static List<ForwardTransport.Joint> joints() {
    return ForwardTransport.joints();
  }

  @ParameterizedTest
  @MethodSource("joints")
  void resetOfTheFirstIsNoticed(ForwardTransport.Joint joint) throws Exception {
    resetWhileIdle(joint, End.FIRST);
  }

  @ParameterizedTest
  @MethodSource("joints")
  void resetOfTheSecondIsNoticed(ForwardTransport.Joint joint) throws Exception {
    resetWhileIdle(joint, End.SECOND);
  }

  private static void resetWhileIdle(ForwardTransport.Joint joint, End end) throws Exception {
    try (ForwardTask forward = ForwardTask.start(joint)) {
      Flow goer = end == End.FIRST ? forward.client() : forward.server();
      Flow other = end == End.FIRST ? forward.server() : forward.client();
      // A byte that stays unread is what makes a unix socket tell of the reset.
      other.write(ByteBuffer.wrap(new byte[] {1, 2}));
      assertEquals(1, goer.read(ByteBuffer.allocate(1)));
      goer.abort();

      assertLearns(other);

      ProxyStatistics statistics = forward.statistics();
      assertEquals(end, statistics.endedFirst());
      ProxyStatistics.Leg fromGoer =
          end == End.FIRST ? statistics.fromFirst() : statistics.fromSecond();
      ProxyStatistics.Leg fromOther =
          end == End.FIRST ? statistics.fromSecond() : statistics.fromFirst();
      assertEquals(0, fromGoer.copied().bytes());
      assertEquals(2, fromOther.copied().bytes());
      if ((end == End.FIRST ? joint.left() : joint.right()).showsReset()) {
        Failure failure = fromGoer.failure().orElseThrow();
        assertEquals(end, failure.end());
        assertInstanceOf(FlowResetException.class, failure.cause());
      }
    }
  }

  /** The reset reaches the other side: as what it is, or as an end where that cannot be told. */
  private static void assertLearns(Flow other) throws IOException {
    try {
      assertEquals(-1, other.read(ByteBuffer.allocate(1)));
      other.shutdownOutput();
    } catch (FlowResetException e) {
      other.abort();
    }
  }

  @ParameterizedTest
  @MethodSource("joints")
  void resetEndsAWriterThatIsHeldUp(ForwardTransport.Joint joint) throws Exception {
    try (ForwardTask forward = ForwardTask.start(joint)) {
      EngineTask writing =
          EngineTask.Kind.PLATFORM.start(
              () -> ForwardBytes.send(forward.server(), 1, 0, Long.MAX_VALUE));
      ForwardBytes.expect(forward.client(), 1, 0, 1000);
      writing.waiting();
      forward.client().abort();

      if (joint.right().showsInputShutdown()) {
        assertInstanceOf(IOException.class, writing.failure());
      } else {
        // Its transport cannot tell it before the forwarder has let go of the flow.
        forward.statistics();
        forward.second().abort();
        assertInstanceOf(IOException.class, writing.failure());
      }
      forward.server().abort();
      ProxyStatistics statistics = forward.statistics();
      Failure failure = statistics.fromSecond().failure().orElseThrow();
      assertEquals(End.FIRST, failure.end(), "it was the first that could not be written to");
      assertTrue(statistics.fromSecond().copied().bytes() >= 1000);
    }
  }
}
