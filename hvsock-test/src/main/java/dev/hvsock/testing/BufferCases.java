package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of buffer, several at once, none at all, and the flow as streams of the JDK. */
@ExtendWith(Watchdog.class)
public interface BufferCases extends FlowSupply {

  /** Kinds of buffers that can be read into, each with a name, on each kind of thread. */
  static Stream<Arguments> buffers() {
    return Stream.of(ThreadKind.values())
        .flatMap(
            threads ->
                Stream.of(
                    buffer("heap", ByteBuffer::allocate, threads),
                    buffer("direct", ByteBuffer::allocateDirect, threads),
                    buffer("slice of heap", n -> ByteBuffer.allocate(n + 7).slice(3, n), threads),
                    buffer(
                        "slice of direct",
                        n -> ByteBuffer.allocateDirect(n + 7).slice(3, n),
                        threads)));
  }

  private static Arguments buffer(
      String name, IntFunction<ByteBuffer> allocate, ThreadKind threads) {
    return Arguments.of(name, allocate, threads);
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("dev.hvsock.testing.BufferCases#buffers")
  default void onlyTheBytesBetweenPositionAndLimitTakePart(
      String name, IntFunction<ByteBuffer> allocate, ThreadKind threads) throws Exception {
    byte[] sent = Content.bytes(100_000);
    try (FlowPair pair = connectedPair()) {
      ByteBuffer src = allocate.apply(sent.length + 20);
      src.position(10).limit(10 + sent.length).put(sent).position(10);
      Task<Integer> writer = threads.start(() -> pair.first().write(src));
      ByteBuffer dst = allocate.apply(sent.length + 20).position(10);
      dst.limit(10 + sent.length);
      while (dst.hasRemaining()) {
        int before = dst.position();
        int n = pair.second().read(dst);
        assertEquals(before + n, dst.position());
      }
      assertEquals(sent.length, writer.get());
      assertEquals(10 + sent.length, src.position());
      assertEquals(10 + sent.length, src.limit());
      byte[] read = new byte[sent.length + 20];
      dst.clear().get(read);
      byte[] expected = new byte[sent.length + 20];
      System.arraycopy(sent, 0, expected, 10, sent.length);
      assertArrayEquals(expected, read);
    }
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("dev.hvsock.testing.BufferCases#buffers")
  default void readOnlyBuffersAreWrittenAndRefusedToReadInto(
      String name, IntFunction<ByteBuffer> allocate, ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      ByteBuffer src = allocate.apply(4).putInt(4711).flip().asReadOnlyBuffer();
      assertEquals(4, pair.first().write(src));
      ByteBuffer dst = allocate.apply(4).asReadOnlyBuffer();
      assertThrows(IllegalArgumentException.class, () -> pair.second().read(dst));
      assertThrows(
          IllegalArgumentException.class,
          () -> pair.second().read(new ByteBuffer[] {ByteBuffer.allocate(1), dst}));
      assertEquals(4711, ByteBuffer.wrap(Content.read(pair.second(), 4)).getInt());
    }
  }

  @Case
  default void aWrittenBufferIsTheCallersAgain(ThreadKind threads) throws Exception {
    byte[] sent = Content.bytes(15_000); // twice, which is no more than other cases leave unread
    try (FlowPair pair = connectedPair()) {
      ByteBuffer heap = ByteBuffer.wrap(sent.clone());
      ByteBuffer direct = ByteBuffer.allocateDirect(sent.length).put(sent).flip();
      pair.first().write(heap);
      pair.first().write(new ByteBuffer[] {direct});
      heap.clear().put(new byte[sent.length]);
      direct.clear().put(new byte[sent.length]);
      assertArrayEquals(sent, Content.read(pair.second(), sent.length));
      assertArrayEquals(sent, Content.read(pair.second(), sent.length));
    }
  }

  @Case
  default void aReadWithoutRoomReadsNothingEvenAtTheEnd(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      ByteBuffer none = ByteBuffer.allocate(0);
      assertEquals(0, pair.first().read(none));
      assertEquals(0, pair.first().read(new ByteBuffer[] {none, none}));
      assertEquals(0, pair.first().read(new ByteBuffer[0]));
      pair.second().shutdownOutput();
      assertEquals(-1, pair.first().read(ByteBuffer.allocate(1)));
      assertEquals(0, pair.first().read(none));
    }
  }

  @Case
  default void writingNothingMovesNothing(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      ByteBuffer none = ByteBuffer.allocate(0);
      assertEquals(0, pair.first().write(none));
      assertEquals(0, pair.first().write(new ByteBuffer[] {none, none}));
      assertEquals(0, pair.first().write(new ByteBuffer[0]));
      Content.write(pair.first(), "x");
      assertEquals("x", Content.readText(pair.second(), 1));
    }
  }

  @Case
  default void gatheringWritesInOrder(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      ByteBuffer[] pieces = {
        Content.text("not this"),
        Content.text("one "),
        ByteBuffer.allocate(0),
        ByteBuffer.allocateDirect(4).put(Content.text("two ")).flip(),
        Content.text("three"),
        Content.text("nor this")
      };
      assertEquals(13, pair.first().write(pieces, 1, 4));
      assertEquals("one two three", Content.readText(pair.second(), 13));
      assertEquals(0, pieces[0].position());
      assertEquals(0, pieces[5].position());
      assertThrows(IndexOutOfBoundsException.class, () -> pair.first().write(pieces, 1, 6));
    }
  }

  @Case
  default void gatheringWritesMoreThanFits(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      ByteBuffer[] pieces = {
        Content.bulk().limit(5), Content.bulk().position(5).limit(3 << 20), Content.bulk()
      };
      pieces[2].position(3 << 20);
      Task<Long> writer = threads.start(() -> pair.first().write(pieces));
      Content.readBulk(pair.second());
      assertEquals(Content.bulk().capacity(), writer.get());
    }
  }

  @Case
  default void scatteringFillsInOrderAndWaitsForTheFirstByteOnly(ThreadKind threads)
      throws Exception {
    try (FlowPair pair = connectedPair()) {
      ByteBuffer[] pieces = new ByteBuffer[5];
      for (int i = 0; i < pieces.length; i++) {
        pieces[i] = i == 2 ? ByteBuffer.allocateDirect(3) : ByteBuffer.allocate(3);
      }
      Task<Long> reader = threads.start(() -> pair.second().read(pieces, 1, 3)).awaitBlocked();
      Content.write(pair.first(), "1234567");
      long n = reader.get();
      while (readsLess() && n < 7) {
        n += pair.second().read(pieces, 1, 3);
      }
      assertEquals(7, n);
      assertEquals(Content.text("123"), pieces[1].flip());
      assertEquals(Content.text("456"), pieces[2].flip());
      assertEquals(Content.text("7"), pieces[3].flip());
      assertEquals(0, pieces[0].position());
      assertThrows(IndexOutOfBoundsException.class, () -> pair.second().read(pieces, 1, 5));
    }
  }

  @Case
  default void scatteringThatMeetsTheEndGivesWhatCameBeforeIt(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.first(), "1234");
      pair.first().shutdownOutput();
      ByteBuffer[] pieces = {ByteBuffer.allocate(4), ByteBuffer.allocate(4)};
      long n = pair.second().read(pieces);
      while (readsLess() && n < 4) {
        n += pair.second().read(pieces);
      }
      assertEquals(4, n);
      assertEquals(-1, pair.second().read(pieces));
    }
  }

  @Case
  default void scatteringThatMeetsAResetCountsWhatItHasReadBefore(ThreadKind threads)
      throws Exception {
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.first(), "1234");
      pair.first().abort();
      ByteBuffer[] pieces = {ByteBuffer.allocate(4), ByteBuffer.allocate(4)};
      long counted = 0;
      try {
        long n = pair.second().read(pieces);
        while (n >= 0) {
          counted += n;
          n = pair.second().read(pieces);
        }
      } catch (FlowResetException e) {
        Ends.readToGone(pair.second(), this); // a second look says the same
      }
      assertEquals(counted, pieces[0].position() + pieces[1].position());
    }
  }

  @Case
  default void readingWithoutABufferGivesAtLeastOneByte(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Task<Optional<ByteBuffer>> reader = threads.start(() -> pair.second().read()).awaitBlocked();
      ByteBuffer sent = Content.text("now");
      pair.first().write(sent.duplicate());
      ByteBuffer read = reader.get().orElseThrow();
      assertTrue(read.hasRemaining());
      while (readsLess() && read.remaining() < sent.remaining()) {
        ByteBuffer rest = pair.second().read().orElseThrow();
        read = ByteBuffer.allocate(3).put(read).put(rest).flip();
      }
      assertEquals(sent, read);
      pair.first().shutdownOutput();
      assertEquals(Optional.empty(), pair.second().read());
    }
  }

  @Case
  default void theStreamsCarryBytesBothWays(ThreadKind threads) throws Exception {
    byte[] sent = Content.bytes(100_000);
    try (FlowPair pair = connectedPair()) {
      InputStream in = pair.second().inputStream();
      OutputStream out = pair.first().outputStream();
      out.write(0xFF);
      assertEquals(0xFF, in.read());
      assertEquals(0, in.read(new byte[0]));
      out.write(new byte[0]);
      Task<?> writer =
          threads.start(
              () -> {
                out.write(sent, 0, 60_000);
                out.write(sent, 60_000, 40_000);
                out.close();
              });
      assertArrayEquals(sent, in.readAllBytes());
      assertEquals(-1, in.read());
      writer.get();
    }
  }

  @Case
  default void closingAStreamEndsItsDirectionOnly(ThreadKind threads) throws Exception {
    try (FlowPair pair = connectedPair()) {
      Flow flow = pair.first();
      OutputStream out = flow.outputStream();
      out.close();
      out.close();
      assertThrows(ClosedChannelException.class, () -> out.write(1));
      assertEquals(-1, pair.second().read(ByteBuffer.allocate(1)));
      Content.write(pair.second(), "x");
      assertEquals('x', flow.inputStream().read());
      flow.inputStream().close();
      assertEquals(-1, flow.read(ByteBuffer.allocate(1)));
      assertTrue(flow.isOpen());
    }
  }

  @Case
  default void bytesAreBytes(ThreadKind threads) throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    try (FlowPair pair = connectedPair()) {
      Content.write(pair.first(), all);
      assertEquals(
          new String(all, StandardCharsets.ISO_8859_1),
          new String(Content.read(pair.second(), 256), StandardCharsets.ISO_8859_1));
    }
  }
}
