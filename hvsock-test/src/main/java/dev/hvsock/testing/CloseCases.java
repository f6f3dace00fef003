package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Close and abort: who is woken, what still arrives, and how long it takes. */
@ExtendWith(Watchdog.class)
public interface CloseCases extends FlowSupply {

  @Case
  default void closeIsIdempotentAndEverythingFailsAfterIt(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      pair.second().shutdownOutput();
      Flow flow = pair.first();
      flow.close();
      flow.close();
      assertFalse(flow.isOpen());
      ByteBuffer buffer = ByteBuffer.allocate(1);
      assertThrows(ClosedChannelException.class, () -> flow.read(buffer));
      assertThrows(ClosedChannelException.class, () -> flow.write(buffer));
      assertThrows(ClosedChannelException.class, () -> flow.write(ByteBuffer.allocate(0)));
      assertThrows(ClosedChannelException.class, () -> flow.read());
      assertThrows(ClosedChannelException.class, () -> flow.read(new ByteBuffer[] {buffer}));
      assertThrows(ClosedChannelException.class, () -> flow.write(new ByteBuffer[] {buffer}));
      flow.shutdownInput();
      flow.shutdownOutput();
      flow.abort();
    }
  }

  @Case
  default void closeWakesAllWhoAreBlocked(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      ByteBuffer one = ByteBuffer.allocate(1);
      Task<Integer> reader = threads.start(() -> flow.read(one)).awaitBlocked();
      Task<Integer> nextReader =
          threads.start(() -> flow.read(ByteBuffer.allocate(1))).awaitBlocked();
      Task<Integer> writer = threads.start(() -> flow.write(Content.bulk())).awaitBlocked();
      Task<Integer> nextWriter = threads.start(() -> flow.write(Content.bulk())).awaitBlocked();
      Stopwatch time = new Stopwatch();
      Task<?> closing = threads.start(flow::close);
      reader.failure(AsynchronousCloseException.class);
      nextReader.failure(AsynchronousCloseException.class);
      writer.failure(AsynchronousCloseException.class);
      nextWriter.failure(AsynchronousCloseException.class);
      // Closing itself waits for the peer; who begins to read or write meanwhile does not.
      assertThrows(ClosedChannelException.class, () -> flow.read(one));
      assertThrows(ClosedChannelException.class, () -> flow.write(one));
      flow.shutdownInput();
      flow.shutdownOutput();
      time.assertLessThan(closeTimeout());
      Content.toEnd(pair.second());
      pair.second().shutdownOutput();
      closing.get();
    }
  }

  @Case
  default void abortWakesAllWhoAreBlocked(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Task<Integer> reader = threads.start(() -> flow.read(ByteBuffer.allocate(1))).awaitBlocked();
      Task<Integer> writer = threads.start(() -> flow.write(Content.bulk())).awaitBlocked();
      flow.abort();
      reader.failure(ClosedChannelException.class);
      writer.failure(ClosedChannelException.class);
      flow.abort();
      flow.close();
      assertFalse(flow.isOpen());
      assertThrows(ClosedChannelException.class, () -> flow.read(ByteBuffer.allocate(1)));
    }
  }

  @Case
  default void abortCutsCloseShort(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Stopwatch time = new Stopwatch();
      Task<?> closing = threads.start(() -> pair.first().close()).awaitBlocked();
      pair.first().abort();
      closing.get();
      time.assertLessThan(closeTimeout());
    }
  }

  @Case
  default void abortEndsWhatThePeerIsBlockedIn(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Task<?> reader = threads.start(() -> Ends.readToGone(pair.second(), this)).awaitBlocked();
      Task<Integer> writer =
          threads.start(() -> pair.second().write(Content.bulk())).awaitBlocked();
      pair.first().abort();
      reader.get();
      Ends.assertPeerGone(writer.failure(IOException.class));
    }
  }

  @Case
  default void allThatWasWrittenBeforeCloseArrives(ThreadKind threads) throws Exception {
    byte[] sent = Content.bytes(8 << 20);
    try (FlowPair pair = connectedPair()) {
      Task<?> writer =
          threads.start(
              () -> {
                Content.write(pair.first(), sent);
                pair.first().close();
              });
      assertArrayEquals(sent, Content.toEnd(pair.second()));
      pair.second().close();
      writer.get();
    }
  }

  @Case
  default void closingWithUnreadInputLosesNothingOfTheOutput(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.second(), Content.bytes(30_000));
      byte[] sent = Content.bytes(20_000);
      Content.write(pair.first(), sent);
      Task<?> closing = threads.start(() -> pair.first().close()).awaitBlocked();
      // The peer goes on for a while without having noticed.
      Content.write(pair.second(), Content.bytes(30_000));
      assertArrayEquals(sent, Content.toEnd(pair.second()));
      pair.second().close();
      closing.get();
    }
  }

  @Test
  default void closeWaitsForThePeerForTheCloseTimeoutAndThenItsWritesFail() throws Exception {
    try (FlowPair pair = connectedPair()) {
      Stopwatch time = new Stopwatch();
      Task<?> closing =
          ThreadKind.PLATFORM.start(
              () -> {
                Content.write(pair.first(), "x");
                pair.first().close();
                time.assertAbout(closeTimeout().minus(Duration.ofMillis(10)));
              });
      if (!answersClose()) {
        assertArrayEquals(new byte[] {'x'}, Content.toEnd(pair.second()));
        Content.write(pair.second(), "discarded");
      }
      closing.get();
      Ends.assertPeerGone(Content.writeUntilFailure(pair.second()));
    }
  }

  @Case
  default void bothEndsCloseAtOnce(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.first(), "unread");
      Content.write(pair.second(), "unread");
      Stopwatch time = new Stopwatch();
      Task<?> other = threads.start(() -> pair.second().close());
      pair.first().close();
      other.get();
      time.assertLessThan(closeTimeout());
    }
  }

  @Case
  default void endingsThatRaceLeaveNobodyBehind(ThreadKind threads) throws Exception {
    for (int i = 0; i < 100; i++) {
      try (FlowPair pair = connectedPair()) {
        Flow flow = pair.first();
        Stopwatch time = new Stopwatch();
        Task<?> writer = threads.start(() -> Ends.untilClosed(() -> flow.write(Content.bulk())));
        Task<?> reader =
            threads.start(() -> Ends.untilClosed(() -> flow.read(ByteBuffer.allocate(1))));
        Task<?> shutdown = threads.start(flow::shutdownOutput);
        Task<?> closing = threads.start(flow::close);
        Content.toEnd(pair.second());
        pair.second().close();
        closing.get();
        shutdown.get();
        writer.get();
        reader.get();
        time.assertLessThan(closeTimeout());
      }
    }
  }
}
