package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.ProxyStatistics.End;
import dev.hvsock.ProxyStatistics.Failure;
import dev.hvsock.ProxyStatistics.Leg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyStatisticsTest {
  private static final CopyStatistics NOTHING = new CopyStatistics(0, 0, Duration.ZERO);
  private static final Failure FIRST = new Failure(End.FIRST, new IOException("one"));
  private static final Failure SECOND = new Failure(End.SECOND, new IOException("other"));

  @Test
  void completeIfNothingFailed() {
    assertTrue(statistics(Optional.empty(), Optional.empty()).isComplete());
    assertFalse(statistics(Optional.of(FIRST), Optional.empty()).isComplete());
    assertFalse(statistics(Optional.empty(), Optional.of(FIRST)).isComplete());
  }

  @Test
  void failuresAreListedByDirection() {
    assertEquals(List.of(), statistics(Optional.empty(), Optional.empty()).failures().toList());
    assertEquals(
        List.of(SECOND, FIRST),
        statistics(Optional.of(SECOND), Optional.of(FIRST)).failures().toList());
  }

  private static ProxyStatistics statistics(Optional<Failure> there, Optional<Failure> back) {
    return new ProxyStatistics(new Leg(NOTHING, there), new Leg(NOTHING, back), End.FIRST);
  }

  @Test
  void directionsAreCountedApart() throws IOException {
    try (FlowPair one = Flows.pair();
        FlowPair other = Flows.pair()) {
      one.second().write(ByteBuffer.allocate(5));
      one.second().shutdownOutput();
      other.first().write(ByteBuffer.allocate(700));
      other.first().shutdownOutput();

      ProxyStatistics proxied = Flows.proxy(one.first(), other.second());

      assertTrue(proxied.isComplete());
      assertEquals(5, proxied.fromFirst().copied().bytes());
      assertEquals(700, proxied.fromSecond().copied().bytes());
    }
  }

  @Test
  void theDirectionThatEndedFirstIsTold() throws IOException {
    assertEquals(End.FIRST, endedFirst(true));
    assertEquals(End.SECOND, endedFirst(false));
  }

  /** Ends one direction at once, and the other when the first end has come through. */
  private static End endedFirst(boolean first) throws IOException {
    try (FlowPair one = Flows.pair();
        FlowPair other = Flows.pair()) {
      Flow early = first ? one.second() : other.first();
      Flow late = first ? other.first() : one.second();
      early.shutdownOutput();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  late.read();
                  late.shutdownOutput();
                } catch (IOException e) {
                  late.abort();
                }
              });
      return Flows.proxy(one.first(), other.second()).endedFirst();
    }
  }

  @Test
  void theFlowThatFailedIsNamedWhicheverDirectionFoundOut() throws IOException {
    try (FlowPair one = Flows.pair();
        FlowPair other = Flows.pair()) {
      one.second().write(ByteBuffer.allocate(5));
      other.first().abort();
      one.second().shutdownOutput();

      ProxyStatistics proxied = Flows.proxy(one.first(), other.second());

      assertEquals(List.of(End.SECOND, End.SECOND), proxied.failures().map(Failure::end).toList());
      assertEquals(0, proxied.fromFirst().copied().bytes());
    }
  }
}
