package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each thing that a script can do is done, at the byte where it says, and told. */
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class FaultyFlowTest {
  private static final Duration SOON = Duration.ofMillis(100);

  private static FlowPair pair(FaultScript script) {
    FlowPair pair = Flows.pair();
    return new FlowPair(FaultyFlow.over(pair.first(), script), pair.second());
  }

  private static final int BYTES = 300_000;

  /** How many bytes each of the reads gave that it takes to read so many. */
  private static List<Integer> reads(FaultScript script, int room) throws IOException {
    Flow source = Flows.of(() -> Optional.of(ByteBuffer.allocate(1 << 20)));
    Flow flow = FaultyFlow.over(source, script);
    List<Integer> reads = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocate(room);
    for (int read = 0; read < BYTES; read += reads.getLast()) {
      reads.add(flow.read(buffer.clear()));
    }
    return reads;
  }

  /** The pieces in which writes of that many bytes each reach the flow below. */
  private static List<Integer> writes(FaultScript script, int bytes) throws IOException {
    List<Integer> pieces = new ArrayList<>();
    ByteBuffer src = ByteBuffer.allocate(bytes);
    Flow sink =
        Flows.of(
            piece -> {
              pieces.add(piece.remaining());
              piece.position(piece.limit());
            });
    Flow flow = FaultyFlow.over(sink, script);
    for (int written = 0; written < BYTES; written += bytes) {
      assertEquals(bytes, flow.write(src.clear()));
    }
    return pieces;
  }

  /** Where the pieces end, which are not those that the calls make. */
  private static Set<Integer> offsets(List<Integer> pieces) {
    Set<Integer> offsets = new HashSet<>();
    int offset = 0;
    for (int piece : pieces) {
      offset += piece;
      if (offset <= BYTES) {
        offsets.add(offset);
      }
    }
    return offsets;
  }

  @Test
  void theSameSeedDoesTheSameAtTheSameBytes() throws Exception {
    FaultScript script = FaultScript.seeded(7);
    List<Integer> reads = reads(script, 1 << 20);
    assertTrue(reads.size() > 20, reads::toString);
    assertEquals(reads, reads(FaultScript.seeded(7), 1 << 20));
    assertNotEquals(reads, reads(FaultScript.seeded(8), 1 << 20));
    assertTrue(offsets(reads(script, 1_000)).containsAll(offsets(reads)));

    List<Integer> writes = writes(script, BYTES);
    assertTrue(writes.size() > 20, writes::toString);
    assertEquals(writes, writes(FaultScript.seeded(7), BYTES));
    assertNotEquals(writes, writes(FaultScript.seeded(8), BYTES));
    assertTrue(offsets(writes(script, 1_000)).containsAll(offsets(writes)));
    assertNotEquals(reads, writes);
  }

  @Test
  void piecesAreAsLargeAsTheScriptSays() throws Exception {
    List<Integer> reads = reads(FaultScript.none().shortReads(700), 1 << 20);
    assertEquals(1, reads.stream().mapToInt(n -> n).min().orElseThrow());
    int most = reads.stream().mapToInt(n -> n).max().orElseThrow();
    assertTrue(most > 600 && most <= 700, () -> "up to " + most);
    List<Integer> writes = writes(FaultScript.none().shortWrites(100), BYTES);
    assertTrue(writes.size() > BYTES / 100, () -> writes.size() + " pieces");
    assertEquals(List.of(BYTES), writes(FaultScript.none(), BYTES));
    assertEquals(List.of(1 << 20), reads(FaultScript.none().shortWrites(10), 1 << 20));
  }

  @Test
  void aScriptSaysHowToMakeItAgain() {
    FaultScript script =
        FaultScript.seeded(-42)
            .shortReads(10)
            .delays(0.5, Duration.ofMillis(3))
            .stallAfterWriting(1L << 40, Flow.FOREVER)
            .stallAfterReading(9, Duration.ofNanos(1_500))
            .resetAfterReading(1000);
    assertEquals(
        "FaultScript.seeded(-42).shortReads(10).delays(0.5, Duration.ofMillis(3))"
            + ".stallAfterWriting(1099511627776L, Flow.FOREVER)"
            + ".stallAfterReading(9, Duration.ofNanos(1500)).resetAfterReading(1000)",
        script.toString());
    assertNotEquals(FaultScript.seeded(-42), script);
    assertEquals(
        FaultScript.none().seed(5).shortWrites(9), FaultScript.none().seed(5).shortWrites(9));
  }

  @Test
  void everyKindOfFatalFaultIsDrawnAndTheSameForTheSameSeed() {
    Set<String> kinds = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      FaultScript script = FaultScript.none().seed(seed).fatalWithin(500);
      assertEquals(script, FaultScript.none().seed(seed).fatalWithin(500));
      String call = script.toString().replaceFirst(".*\\.", "");
      assertTrue(Integer.parseInt(call.replaceAll("\\D", "")) < 500, call);
      kinds.add(call.replaceFirst("\\(.*", ""));
    }
    assertEquals(
        Set.of("resetAfterReading", "resetAfterWriting", "endAfterReading", "endAfterWriting"),
        kinds);
  }

  @Test
  void scriptsThatMakeNoSenseAreRefused() {
    FaultScript none = FaultScript.none();
    assertThrows(IllegalArgumentException.class, () -> none.shortReads(0));
    assertThrows(IllegalArgumentException.class, () -> none.delays(1.1, SOON));
    assertThrows(IllegalArgumentException.class, () -> none.delays(0.1, SOON.negated()));
    assertThrows(IllegalArgumentException.class, () -> none.endAfterReading(-1));
    assertThrows(IllegalArgumentException.class, () -> none.fatalWithin(0));
  }

  @ParameterizedTest
  @EnumSource
  void aResetAfterReadingEndsBothDirectionsForEver(ThreadKind threads) throws Exception {
    try (FlowPair pair = pair(FaultScript.none().resetAfterReading(1000))) {
      Flow flow = pair.first();
      Task<Integer> writer = threads.start(() -> flow.write(Content.bulk())).awaitBlocked();
      Content.write(pair.second(), Content.bytes(2000));
      assertArrayEquals(Arrays.copyOf(Content.bytes(2000), 1000), Content.read(flow, 1000));
      for (int i = 0; i < 2; i++) {
        FlowResetException e =
            assertThrows(FlowResetException.class, () -> flow.read(ByteBuffer.allocate(1)));
        assertEquals(
            "read "
                + flow.remoteAddress()
                + ": the peer is gone, says FaultScript.none().resetAfterReading(1000)"
                + " (ECONNRESET)",
            e.getMessage());
      }
      writer.failure(FlowResetException.class);
      assertThrows(FlowResetException.class, () -> flow.write(ByteBuffer.allocate(1)));
      assertThrows(FlowResetException.class, () -> Content.toEnd(pair.second()));
      flow.close();
      assertThrows(FlowClosedException.class, () -> flow.read(ByteBuffer.allocate(1)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetAfterWritingWakesAReaderThatIsDelayedOrBlocked(ThreadKind threads) throws Exception {
    for (long stall : new long[] {0, 1}) {
      FaultScript script =
          FaultScript.none().stallAfterReading(stall, Flow.FOREVER).resetAfterWriting(10);
      try (FlowPair pair = pair(script)) {
        Flow flow = pair.first();
        Task<Integer> reader = threads.start(() -> flow.read(ByteBuffer.allocate(1)));
        reader.awaitBlocked();
        ByteBuffer src = ByteBuffer.allocate(11);
        assertThrows(FlowResetException.class, () -> flow.write(src));
        assertEquals(10, src.position());
        reader.failure(FlowResetException.class);
      }
    }
  }

  @Test
  void anEndAfterReadingIsForEverAndLeavesTheOutputAlone() throws Exception {
    try (FlowPair pair = pair(FaultScript.none().endAfterReading(3))) {
      Content.write(pair.second(), "12345");
      assertEquals("123", Content.textToEnd(pair.first()));
      assertEquals(-1, pair.first().read(ByteBuffer.allocate(1)));
      Content.write(pair.first(), "answer");
      assertEquals("answer", Content.readText(pair.second(), 6));
    }
  }

  @Test
  void anEndAfterWritingIsToldWithWhatWentBeforeAndLeavesTheInputAlone() throws Exception {
    try (FlowPair pair = pair(FaultScript.none().endAfterWriting(3))) {
      ByteBuffer src = Content.text("12345");
      FlowClosedException e =
          assertThrows(FlowClosedException.class, () -> pair.first().write(src));
      assertTrue(String.valueOf(e.getMessage()).contains("endAfterWriting(3)"), e::getMessage);
      assertEquals(3, src.position());
      assertThrows(FlowClosedException.class, () -> pair.first().write(src));
      assertEquals("123", Content.textToEnd(pair.second()));
      Content.write(pair.second(), "why");
      assertEquals("why", Content.readText(pair.first(), 3));
    }
  }

  @Test
  void atOffsetZeroNothingPasses() throws Exception {
    try (FlowPair pair = pair(FaultScript.none().endAfterReading(0).resetAfterWriting(0))) {
      assertEquals(-1, pair.first().read(ByteBuffer.allocate(1)));
      assertEquals(0, pair.first().write(ByteBuffer.allocate(0)));
      assertThrows(FlowResetException.class, () -> pair.first().write(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aStallPassesInItsTimeAndTimeLimitsStrikeInIt() throws Exception {
    Duration stall = SOON.multipliedBy(3);
    FaultScript script = FaultScript.none().stallAfterReading(2, stall).stallAfterWriting(2, stall);
    try (FlowPair pair = pair(script)) {
      Flow flow = pair.first();
      Content.write(pair.second(), "12345");
      assertEquals("12", Content.readText(flow, 2));
      Stopwatch time = new Stopwatch();
      flow.readTimeout(SOON);
      assertThrows(SocketTimeoutException.class, () -> flow.read(ByteBuffer.allocate(1)));
      time.assertAbout(SOON);
      flow.readTimeout(Flow.FOREVER);
      assertEquals("345", Content.readText(flow, 3));
      time.assertAbout(stall);

      ByteBuffer src = Content.text("12345");
      time = new Stopwatch();
      flow.writeTimeout(SOON);
      SocketTimeoutException e = assertThrows(SocketTimeoutException.class, () -> flow.write(src));
      assertEquals(2, e.bytesTransferred);
      flow.writeTimeout(Flow.FOREVER);
      flow.write(src);
      time.assertAbout(stall);
      assertEquals("12345", Content.readText(pair.second(), 5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStallForEverEndsByClosing(ThreadKind threads) throws Exception {
    FaultScript script =
        FaultScript.none().stallAfterReading(0, Flow.FOREVER).stallAfterWriting(0, Flow.FOREVER);
    try (FlowPair pair = pair(script)) {
      Flow flow = pair.first();
      Task<Integer> reader = threads.start(() -> flow.read(ByteBuffer.allocate(1))).awaitBlocked();
      Task<Integer> writer = threads.start(() -> flow.write(ByteBuffer.allocate(1))).awaitBlocked();
      pair.second().shutdownOutput();
      flow.close();
      reader.failure(AsynchronousCloseException.class);
      writer.failure(AsynchronousCloseException.class);
    }
  }

  @Test
  void delaysTakeTheirTime() throws Exception {
    FaultScript script = FaultScript.none().shortReads(1).delays(1, Duration.ofMillis(2));
    try (FlowPair pair = pair(script)) {
      Content.write(pair.second(), Content.bytes(100));
      Stopwatch time = new Stopwatch();
      assertArrayEquals(Content.bytes(100), Content.read(pair.first(), 100));
      assertTrue(time.elapsed().compareTo(Duration.ofMillis(50)) > 0, "100 times 1 ms on average");
    }
  }

  @Test
  void oneLimitHoldsForAllPiecesOfAWrite() throws Exception {
    FaultScript script = FaultScript.none().shortWrites(2).delays(1, SOON);
    try (FlowPair pair = pair(script)) {
      pair.first().writeTimeout(SOON);
      Stopwatch time = new Stopwatch();
      ByteBuffer src = ByteBuffer.allocate(1000);
      SocketTimeoutException e =
          assertThrows(SocketTimeoutException.class, () -> pair.first().write(src));
      time.assertAbout(SOON);
      assertEquals(src.position(), e.bytesTransferred);
    }
  }

  @Test
  void itTellsHowFarItHasCome() throws Exception {
    try (FlowPair pair = pair(FaultScript.seeded(1))) {
      Content.write(pair.first(), "123");
      assertTrue(
          pair.first().toString().endsWith(" with FaultScript.seeded(1), 0 bytes read, 3 written"),
          pair.first()::toString);
    }
  }
}
