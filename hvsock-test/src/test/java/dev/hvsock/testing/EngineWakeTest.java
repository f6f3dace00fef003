package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A thread that is about to wait at the very moment when it is to be woken: nothing comes after
 * that would wake it, so a wake-up that gets lost leaves it there for ever.
 */
@Timeout(60)
@ParameterizedClass
@MethodSource("cases")
class EngineWakeTest {
  private static final long LENGTH_NANOS = 500_000_000;
  private static final int ROUND_TRIPS = 20_000;

  private final ForwardTransport transport;
  private final SplittableRandom random = new SplittableRandom(20261120);

  EngineWakeTest(ForwardTransport transport) {
    this.transport = transport;
  }

  static List<ForwardTransport> cases() {
    return List.of(ForwardTransport.MEMORY, ForwardTransport.ABSTRACT);
  }

  @ParameterizedTest
  @EnumSource(EngineTask.Kind.class)
  void abortAtTheMomentOfWaiting(EngineTask.Kind kind) throws Exception {
    for (long end = System.nanoTime() + LENGTH_NANOS; System.nanoTime() < end; ) {
      try (FlowPair pair = transport.connect()) {
        EngineTask reader = kind.start(() -> pair.first().read(ByteBuffer.allocate(1)));
        spin();
        pair.first().abort();
        assertInstanceOf(ClosedChannelException.class, reader.failure());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EngineTask.Kind.class)
  void timeLimitSetAtTheMomentOfWaiting(EngineTask.Kind kind) throws Exception {
    try (FlowPair pair = transport.connect()) {
      Flow flow = pair.first();
      for (long end = System.nanoTime() + LENGTH_NANOS; System.nanoTime() < end; ) {
        flow.readTimeout(Flow.FOREVER);
        EngineTask reader = kind.start(() -> flow.read(ByteBuffer.allocate(1)));
        spin();
        flow.readTimeout(Duration.ZERO);
        assertInstanceOf(SocketTimeoutException.class, reader.failure());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EngineTask.Kind.class)
  void byteThatArrivesAtTheMomentOfWaiting(EngineTask.Kind kind) throws Exception {
    try (FlowPair pair = transport.connect()) {
      EngineTask echo = kind.start(() -> exchange(pair.second(), true));
      EngineTask client = kind.start(() -> exchange(pair.first(), false));
      client.join();
      echo.join();
    }
  }

  /** Nobody knows this thread from an earlier wait. */
  @ParameterizedTest
  @EnumSource(EngineTask.Kind.class)
  void byteForAThreadThatNeverWaitedBefore(EngineTask.Kind kind) throws Exception {
    try (FlowPair pair = transport.connect()) {
      for (long end = System.nanoTime() + LENGTH_NANOS; System.nanoTime() < end; ) {
        EngineTask reader = kind.start(() -> pair.first().read(ByteBuffer.allocate(1)));
        spin();
        pair.second().write(ByteBuffer.allocate(1));
        reader.join();
      }
    }
  }

  private static void exchange(Flow flow, boolean readFirst) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    for (int i = 0; i < 2 * ROUND_TRIPS; i++) {
      if ((i % 2 == 0) == readFirst) {
        assertEquals(1, flow.read(buffer.clear()));
      } else {
        assertTrue(flow.write(buffer.clear()) == 1);
      }
    }
  }

  private void spin() {
    long until = System.nanoTime() + random.nextInt(80_000);
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
