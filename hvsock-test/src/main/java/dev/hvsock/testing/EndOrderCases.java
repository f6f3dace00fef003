package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Half-close, close and abort on one side and then on the other, in every combination. */
@ExtendWith(Watchdog.class)
public interface EndOrderCases extends FlowSupply {

  /** Which side is early, how each side ends, what was said before, and the threads. */
  static Stream<Arguments> orders() {
    return Stream.of(true, false)
        .flatMap(
            connector ->
                Stream.of(Ends.values())
                    .flatMap(
                        early ->
                            Stream.of(Ends.values())
                                .flatMap(late -> orders(connector, early, late))));
  }

  private static Stream<Arguments> orders(boolean connector, Ends early, Ends late) {
    return Stream.of(Talk.values())
        .flatMap(
            talk ->
                Stream.of(ThreadKind.values())
                    .map(threads -> Arguments.of(connector, early, late, talk, threads)));
  }

  @ParameterizedTest(name = "the first flow of the pair: {0}, {1}, then {2}; said: {3}, {4}")
  @MethodSource("dev.hvsock.testing.EndOrderCases#orders")
  default void oneSideEndsAndThenTheOther(
      boolean connector, Ends earlyEnds, Ends lateEnds, Talk talk, ThreadKind threads)
      throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow early = connector ? pair.first() : pair.second();
      Flow late = connector ? pair.second() : pair.first();
      talk.hold(early, late);
      Stopwatch time = new Stopwatch();
      Task<?> ending = threads.start(() -> earlyEnds.end(early));
      assertReads(late, talk.there(), earlyEnds);
      Task<?> lateEnding = threads.start(() -> lateEnds.end(late));
      if (earlyEnds == Ends.HALF_CLOSE) {
        assertReads(early, talk.back(), lateEnds);
      } else {
        assertThrows(ClosedChannelException.class, () -> early.read(ByteBuffer.allocate(1)));
      }
      ending.get();
      lateEnding.get();
      time.assertLessThan(closeTimeout());
    }
  }

  private void assertReads(Flow flow, byte[] sent, Ends peersEnd) throws Exception {
    if (peersEnd == Ends.ABORT) {
      byte[] read = Ends.readToGone(flow, this);
      assertArrayEquals(Arrays.copyOf(sent, read.length), read);
      Ends.assertPeerGone(Content.writeUntilFailure(flow));
    } else {
      assertArrayEquals(sent, Content.toEnd(flow));
    }
  }
}
