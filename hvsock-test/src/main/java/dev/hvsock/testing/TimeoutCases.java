package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Time limits: when they strike, what they leave alone, and that they lose no byte. */
@ExtendWith(Watchdog.class)
public interface TimeoutCases extends FlowSupply {

  /** A limit that is waited for. */
  Duration SOON = Duration.ofMillis(100);

  /** A limit that does not strike within a case. */
  Duration LATE = Duration.ofSeconds(50);

  @Test
  default void limitsAreForeverUnlessSetAndReadBackAsSet() throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      assertEquals(Flow.FOREVER, flow.readTimeout());
      assertEquals(Flow.FOREVER, flow.writeTimeout());
      flow.readTimeout(SOON);
      flow.writeTimeout(LATE);
      assertEquals(SOON, flow.readTimeout());
      assertEquals(LATE, flow.writeTimeout());
      flow.readTimeout(Flow.FOREVER);
      assertEquals(Flow.FOREVER, flow.readTimeout());
    }
  }

  @Case
  default void aReadTimesOutOnTimeAndAgainAndTheFlowGoesOn(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      flow.readTimeout(SOON);
      for (int i = 0; i < 2; i++) {
        Stopwatch time = new Stopwatch();
        ByteBuffer buffer = ByteBuffer.allocate(8);
        SocketTimeoutException e =
            assertThrows(SocketTimeoutException.class, () -> flow.read(buffer));
        time.assertAbout(SOON);
        assertNamesOperation(e, "read", flow);
        assertEquals(0, e.bytesTransferred);
        assertEquals(0, buffer.position());
      }
      Content.write(pair.second(), "late");
      assertEquals("late", Content.readText(flow, 4));
    }
  }

  @Case
  default void aWriteTimesOutOnTimeAndSaysHowMuchItMoved(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      flow.writeTimeout(SOON);
      ByteBuffer buffer = Content.bulk();
      Stopwatch time = new Stopwatch();
      SocketTimeoutException e =
          assertThrows(SocketTimeoutException.class, () -> flow.write(buffer));
      time.assertAbout(SOON);
      assertNamesOperation(e, "write", flow);
      assertEquals(buffer.position(), e.bytesTransferred);
      // What was moved and what is left make up the whole: nothing is lost or doubled.
      int some = buffer.position() + 500_000;
      buffer.limit(some);
      flow.writeTimeout(LATE);
      Task<Integer> writer = threads.start(() -> flow.write(buffer));
      Content.readBulk(pair.second(), some);
      assertEquals(some - e.bytesTransferred, writer.get());
    }
  }

  static void assertNamesOperation(Exception e, String operation, Flow flow) {
    String message = String.valueOf(e.getMessage());
    assertTrue(
        message.startsWith(operation + " " + flow.remoteAddress() + ": "),
        () -> "'" + message + "' does not begin with operation and address");
  }

  @Case
  default void aGatheringWriteTimesOutAndSaysHowMuchItMoved(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      pair.first().writeTimeout(SOON);
      ByteBuffer head = Content.text("head");
      ByteBuffer bulk = Content.bulk();
      ByteBuffer tail = Content.text("tail");
      SocketTimeoutException e =
          assertThrows(
              SocketTimeoutException.class,
              () -> pair.first().write(new ByteBuffer[] {head, bulk, tail}));
      assertEquals(head.position() + bulk.position() + tail.position(), e.bytesTransferred);
      assertEquals(0, tail.position());
      assertEquals("head", Content.readText(pair.second(), 4));
    }
  }

  @Case
  default void afterATimeoutTheOutputEndsAtOnceAndWhatWasMovedArrives(ThreadKind threads)
      throws Exception {
    try (FlowPair pair = connectedPair()) {
      int moved = Content.fill(pair.first());
      Stopwatch time = new Stopwatch();
      Task<?> ending = threads.start(() -> pair.first().shutdownOutput());
      ending.get();
      time.assertPrompt();
      Content.readBulk(pair.second(), moved);
      assertEquals(-1, pair.second().read(ByteBuffer.allocate(1)));
    }
  }

  @Case
  default void aReadLimitLeavesWritesAlone(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      flow.readTimeout(SOON);
      Task<Integer> writer = threads.start(() -> flow.write(Content.bulk())).awaitBlocked();
      assertThrows(SocketTimeoutException.class, () -> flow.read(ByteBuffer.allocate(1)));
      writer.awaitBlocked();
      Content.readBulk(pair.second());
      assertEquals(Content.bulk().capacity(), writer.get());
    }
  }

  @Case
  default void aWriteLimitLeavesReadsAlone(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      flow.writeTimeout(SOON);
      Task<byte[]> reader = threads.start(() -> Content.read(flow, 1)).awaitBlocked();
      assertThrows(SocketTimeoutException.class, () -> flow.write(Content.bulk()));
      reader.awaitBlocked();
      Content.write(pair.second(), "x");
      reader.get();
    }
  }

  @Case
  default void aLimitThatIsPastFailsAtOnceAndMovesNothing(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Content.write(pair.second(), "here already");
      for (Duration past : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
        flow.readTimeout(past);
        flow.writeTimeout(past);
        ByteBuffer buffer = ByteBuffer.allocate(12);
        assertThrows(SocketTimeoutException.class, () -> flow.read(buffer));
        SocketTimeoutException e =
            assertThrows(SocketTimeoutException.class, () -> flow.write(buffer));
        assertEquals(0, e.bytesTransferred);
        assertEquals(0, buffer.position());
      }
      flow.readTimeout(Flow.FOREVER);
      flow.writeTimeout(Flow.FOREVER);
      assertEquals("here already", Content.readText(flow, 12));
      Content.write(flow, "first");
      assertEquals("first", Content.readText(pair.second(), 5));
    }
  }

  @Case
  default void aReadLimitSetWhileBlockedCountsFromThen(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Task<Integer> reader = threads.start(() -> flow.read(ByteBuffer.allocate(1))).awaitBlocked();
      Stopwatch time = new Stopwatch();
      flow.readTimeout(SOON);
      reader.failure(SocketTimeoutException.class);
      time.assertAbout(SOON);
    }
  }

  @Case
  default void aWriteLimitSetWhileBlockedCountsFromThen(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Task<Integer> writer = threads.start(() -> flow.write(Content.bulk())).awaitBlocked();
      Stopwatch time = new Stopwatch();
      flow.writeTimeout(SOON);
      writer.failure(SocketTimeoutException.class);
      time.assertAbout(SOON);
    }
  }

  @Case
  default void aLimitSetWhileBlockedReachesThoseWhoWaitForTheirTurn(ThreadKind threads)
      throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Task<Integer> inTurn = threads.start(() -> flow.read(ByteBuffer.allocate(1))).awaitBlocked();
      Task<Integer> waiting = threads.start(() -> flow.read(ByteBuffer.allocate(1))).awaitBlocked();
      Stopwatch time = new Stopwatch();
      flow.readTimeout(SOON);
      inTurn.failure(SocketTimeoutException.class);
      waiting.failure(SocketTimeoutException.class);
      time.assertAbout(SOON);
    }
  }

  @Case
  default void aLimitTakenAwayWhileBlockedDoesNotStrike(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      flow.readTimeout(Duration.ofMillis(250));
      Task<byte[]> reader = threads.start(() -> Content.read(flow, 1)).awaitBlocked();
      flow.readTimeout(Flow.FOREVER);
      assertFalse(reader.endsWithin(Duration.ofMillis(300).toNanos()), "the old limit struck");
      Content.write(pair.second(), "x");
      reader.get();
    }
  }

  @Case
  default void aLimitInTheFutureDoesNotStrikeEarly(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      flow.readTimeout(LATE);
      flow.writeTimeout(LATE);
      Task<byte[]> reader = threads.start(() -> Content.read(flow, 1)).awaitBlocked();
      Content.write(pair.second(), "x");
      reader.get();
      Task<Integer> writer = threads.start(() -> flow.write(Content.bulk())).awaitBlocked();
      Content.readBulk(pair.second());
      writer.get();
    }
  }

  @Case
  default void manyTimeoutsLoseNoByte(ThreadKind threads) throws Exception {
    byte[] sent = Content.bytes(400_000);
    try (FlowPair pair = connectedPair()) {
      pair.first().writeTimeout(Duration.ofNanos(200_000));
      pair.second().readTimeout(Duration.ofNanos(100_000));
      Task<?> writer =
          threads.start(
              () -> {
                ByteBuffer buffer = ByteBuffer.wrap(sent);
                for (int end = 0; end < sent.length; ) {
                  end = Math.min(end + 7_000, sent.length);
                  buffer.limit(end);
                  while (buffer.hasRemaining()) {
                    unlessTimedOut(() -> pair.first().write(buffer));
                  }
                }
              });
      ByteBuffer read = ByteBuffer.allocate(sent.length);
      while (read.hasRemaining()) {
        unlessTimedOut(() -> pair.second().read(read));
      }
      writer.get();
      assertArrayEquals(sent, read.array());
    }
  }

  private static void unlessTimedOut(ThreadKind.Work work) throws Exception {
    try {
      work.run();
    } catch (SocketTimeoutException e) {
      // Tried again.
    }
  }
}
