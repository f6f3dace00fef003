package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.ProxyStatistics;
import dev.hvsock.ProxyStatistics.End;
import dev.hvsock.ProxyStatistics.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How a direction of a proxy ends otherwise than by end-of-stream or reset. */
@Timeout(60)
class ProxyEndTest {
  private static final ForwardTransport.Joint UNIX =
      new ForwardTransport.Joint(ForwardTransport.UNIX, ForwardTransport.UNIX);

  static List<ForwardTransport.Joint> jointsWhoseSecondTells() {
    return ForwardTransport.joints().stream()
        .filter(joint -> joint.right().showsInputShutdown())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("jointsWhoseSecondTells")
  void sinkThatReadsNoMoreEndsOneDirectionOnly(ForwardTransport.Joint joint) throws Exception {
    try (ForwardTask forward = ForwardTask.start(joint)) {
      EngineTask writing =
          EngineTask.virtual(() -> ForwardBytes.send(forward.client(), 1, 0, 1L << 40));
      ForwardBytes.expect(forward.server(), 1, 0, 100);
      writing.waiting();
      forward.server().shutdownInput();

      if (joint.left().showsInputShutdown()) {
        assertInstanceOf(FlowClosedException.class, writing.failure());
      }
      EngineTask back =
          EngineTask.virtual(() -> ForwardBytes.sendAll(forward.server(), 2, 1 << 20));
      ForwardBytes.expectAll(forward.client(), 2, 1 << 20);
      back.join();

      ProxyStatistics statistics = forward.statistics();
      Failure failure = statistics.fromFirst().failure().orElseThrow();
      assertEquals(End.SECOND, failure.end());
      assertInstanceOf(FlowClosedException.class, failure.cause());
      assertTrue(statistics.fromSecond().failure().isEmpty());
      assertEquals(1 << 20, statistics.fromSecond().copied().bytes());
    }
  }

  @Test
  void timeLimitOfOneFlowEndsOneDirectionOnly() throws Exception {
    try (ForwardTask forward = ForwardTask.start(UNIX)) {
      forward.first().readTimeout(Duration.ofMillis(50));
      assertEquals(-1, forward.server().read(ByteBuffer.allocate(1)));
      ForwardBytes.sendAll(forward.server(), 1, 100_000);
      ForwardBytes.expectAll(forward.client(), 1, 100_000);

      ProxyStatistics statistics = forward.statistics();
      Failure failure = statistics.fromFirst().failure().orElseThrow();
      assertEquals(End.FIRST, failure.end());
      assertInstanceOf(SocketTimeoutException.class, failure.cause());
      assertEquals(List.of(failure), statistics.failures().toList());
    }
  }

  @ParameterizedTest
  @EnumSource(EngineTask.Kind.class)
  void interruptEndsBothDirections(EngineTask.Kind kind) throws Exception {
    for (ForwardTransport.Joint joint : ForwardTransport.joints()) {
      try (ForwardTask forward = ForwardTask.start(joint, kind)) {
        forward.proxy().waiting().interrupt();
        assertInstanceOf(InterruptedIOException.class, forward.proxy().failure());
        assertCutOff(forward.client());
        assertCutOff(forward.server());
      }
    }
  }

  /** As a reset; as an end where the transport cannot tell it. */
  private static void assertCutOff(Flow flow) throws IOException {
    try {
      assertEquals(-1, flow.read(ByteBuffer.allocate(1)));
    } catch (FlowResetException e) {
      assertTrue(flow.isOpen());
    }
  }

  @Test
  void interruptIsSeenAlsoWhenTheFirstDirectionHasEnded() throws Exception {
    try (ForwardTask forward = ForwardTask.start(UNIX)) {
      forward.client().shutdownOutput();
      assertEquals(-1, forward.server().read(ByteBuffer.allocate(1)));
      forward.proxy().waiting().interrupt();
      assertInstanceOf(InterruptedIOException.class, forward.proxy().failure());
      assertEquals(-1, forward.client().read(ByteBuffer.allocate(1)));
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void brokenFlowIsReportedWhenTheOtherDirectionIsDone(End broken) throws Exception {
    Flow failing =
        Flows.of(
            () -> {
              throw new IllegalStateException("a bug");
            },
            src -> src.position(src.limit()));
    try (FlowPair pair = Flows.pair()) {
      EngineTask proxy =
          EngineTask.virtual(
              () -> {
                if (broken == End.FIRST) {
                  Flows.proxy(failing, pair.first());
                } else {
                  Flows.proxy(pair.first(), failing);
                }
              });
      assertEquals(-1, pair.second().read(ByteBuffer.allocate(1)));
      proxy.waiting();
      ForwardBytes.sendAll(pair.second(), 1, 100_000);
      IllegalStateException failure =
          assertInstanceOf(IllegalStateException.class, proxy.failure());
      assertEquals(
          "a bug", String.valueOf(Objects.requireNonNull(failure.getCause()).getMessage()));
    }
  }

  @Test
  void closesNeitherFlow() throws Exception {
    try (ForwardTask forward = ForwardTask.start(UNIX)) {
      forward.client().shutdownOutput();
      forward.server().shutdownOutput();
      assertTrue(forward.statistics().isComplete());
      assertTrue(forward.first().isOpen() && forward.second().isOpen());
    }
  }
}
