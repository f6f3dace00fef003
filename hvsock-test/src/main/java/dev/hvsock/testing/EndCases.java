package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each direction ends alone, loses nothing, and says so to whoever uses it afterwards. */
@ExtendWith(Watchdog.class)
public interface EndCases extends FlowSupply {

  @Case
  default void theClientHalfClosesBeforeItReadsTheReply(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.first(), "request");
      pair.first().shutdownOutput();
      assertEquals("request", Content.textToEnd(pair.second()));
      Content.write(pair.second(), "reply");
      pair.second().shutdownOutput();
      assertEquals("reply", Content.textToEnd(pair.first()));
    }
  }

  @Case
  default void theServerHalfClosesBeforeItReadsTheRequest(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.second(), "greeting");
      pair.second().shutdownOutput();
      assertEquals("greeting", Content.textToEnd(pair.first()));
      byte[] request = Content.bytes(1 << 20);
      Task<byte[]> server = threads.start(() -> Content.toEnd(pair.second()));
      Content.write(pair.first(), request);
      pair.first().shutdownOutput();
      assertArrayEquals(request, server.get());
    }
  }

  @Case
  default void aHalfCloseWakesThePeersReader(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Task<byte[]> reader = threads.start(() -> Content.toEnd(pair.second())).awaitBlocked();
      pair.first().shutdownOutput();
      assertEquals(0, reader.get().length);
    }
  }

  @Case
  default void endOfStreamIsForEverAndInEveryWayOfReading(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.first(), "x");
      pair.first().shutdownOutput();
      Flow flow = pair.second();
      Content.read(flow, 1);
      for (int i = 0; i < 3; i++) {
        assertEquals(-1, flow.read(ByteBuffer.allocate(1)));
        assertEquals(-1, flow.read(new ByteBuffer[] {ByteBuffer.allocate(1)}));
        assertTrue(flow.read().isEmpty());
        assertEquals(-1, flow.inputStream().read());
      }
    }
  }

  @Case
  default void shutdownOutputIsIdempotentAndLaterWritesFail(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      flow.shutdownOutput();
      flow.shutdownOutput();
      ByteBuffer some = Content.text("some");
      assertThrows(ClosedChannelException.class, () -> flow.write(some));
      assertEquals(0, some.position());
      assertThrows(ClosedChannelException.class, () -> flow.write(ByteBuffer.allocate(0)));
      assertThrows(ClosedChannelException.class, () -> flow.write(new ByteBuffer[] {some}));
      assertThrows(ClosedChannelException.class, () -> flow.outputStream().write(1));
      assertTrue(flow.isOpen());
      Content.write(pair.second(), "still read");
      assertEquals("still read", Content.readText(flow, 10));
    }
  }

  @Case
  default void shutdownOutputWakesItsOwnWriter(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      ByteBuffer bulk = Content.bulk();
      Task<Integer> writer = threads.start(() -> pair.first().write(bulk)).awaitBlocked();
      pair.first().shutdownOutput();
      writer.failure(ClosedChannelException.class);
      Content.readBulk(pair.second(), bulk.position());
      assertEquals(-1, pair.second().read(ByteBuffer.allocate(1)));
    }
  }

  @Case
  default void shutdownInputIsIdempotentAndWakesItsOwnReader(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      Task<Integer> reader = threads.start(() -> flow.read(ByteBuffer.allocate(1))).awaitBlocked();
      flow.shutdownInput();
      assertEquals(-1, reader.get());
      flow.shutdownInput();
      assertEquals(-1, flow.read(ByteBuffer.allocate(1)));
      Content.write(flow, "still written");
      flow.shutdownOutput();
      assertEquals("still written", Content.textToEnd(pair.second()));
    }
  }

  @Case
  default void shutdownInputForgetsWhatHasArrived(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.second(), "unread");
      pair.first().shutdownInput();
      assertEquals(-1, pair.first().read(ByteBuffer.allocate(1)));
      Content.write(pair.first(), "still written");
      assertEquals("still written", Content.readText(pair.second(), 13));
    }
  }

  @Case
  default void writesFailWhenThePeerHasShutItsInputDown(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      pair.first().shutdownInput();
      if (tellsInputShutdown()) {
        Ends.assertPeerGone(Content.writeUntilFailure(pair.second()));
      } else {
        Content.write(pair.second(), "in vain");
      }
      assertEquals(-1, pair.first().read(ByteBuffer.allocate(1)));
      Content.write(pair.first(), "the other way");
      assertEquals("the other way", Content.readText(pair.second(), 13));
    }
  }

  @Case
  default void aBlockedWriterFailsWhenThePeerShutsItsInputDown(ThreadKind threads)
      throws Exception {
    try (FlowPair pair = connectedPair()) {
      Task<Integer> writer =
          threads.start(() -> pair.second().write(Content.bulk())).awaitBlocked();
      if (tellsInputShutdown()) {
        pair.first().shutdownInput();
        Ends.assertPeerGone(writer.failure(IOException.class));
      } else {
        pair.second().abort();
        writer.failure(ClosedChannelException.class);
      }
    }
  }

  @Case
  default void bothAddressesAreKnownUntilAfterTheEnd(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      for (Flow flow : new Flow[] {pair.first(), pair.second()}) {
        Address local = flow.localAddress();
        Address remote = flow.remoteAddress();
        assertFalse(local.equals(remote), () -> local + " is said to be both ends");
        flow.shutdownOutput();
        flow.shutdownInput();
        flow.abort();
        assertEquals(local, flow.localAddress());
        assertEquals(remote, flow.remoteAddress());
        assertEquals(local, Address.parse(local.toString()));
        assertEquals(remote, Address.parse(remote.toString()));
      }
    }
  }

  @Case
  default void failuresNameTheOperationAndTheAddress(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      flow.readTimeout(Duration.ZERO);
      TimeoutCases.assertNamesOperation(
          assertThrows(SocketTimeoutException.class, () -> flow.read(ByteBuffer.allocate(1))),
          "read",
          flow);
      flow.shutdownOutput();
      TimeoutCases.assertNamesOperation(
          assertThrows(ClosedChannelException.class, () -> flow.write(ByteBuffer.allocate(1))),
          "write",
          flow);
      flow.abort();
      TimeoutCases.assertNamesOperation(
          assertThrows(ClosedChannelException.class, () -> flow.read(ByteBuffer.allocate(1))),
          "read",
          flow);
    }
  }
}
