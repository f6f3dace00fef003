package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlowsCopyTest {
  private static final int KIB = 1024;

  private final Sink sink = new Sink();

  @Test
  void everythingArrivesInOrderWhateverTheSizesOfReadsAndWrites() {
    RandomCases.check(
        random -> {
          byte[] content = new byte[random.nextInt(100 * KIB)];
          random.nextBytes(content);
          Sink slow = new Sink();
          slow.accepts = 1 + random.nextInt(8 * KIB);
          Source source = new Source(pieces(content, random));
          int pieces = source.pieces.size();
          CopyStatistics copied = copy(source, slow);
          assertArrayEquals(content, slow.bytes.toByteArray());
          assertEquals(content.length, copied.bytes());
          assertTrue(copied.operations() >= pieces, copied::toString);
        });
  }

  @Test
  void statisticsCountBytesAndReads() throws IOException {
    CopyStatistics copied = Flows.copy(new Source(piece(5), piece(7), piece(1)), sink);
    assertEquals(13, copied.bytes());
    assertEquals(3, copied.operations());
    assertTrue(copied.duration().compareTo(Duration.ZERO) > 0, copied::toString);
  }

  @Test
  void anEmptySourceIsCopiedWithoutAnOperation() throws IOException {
    CopyStatistics copied = Flows.copy(new Source(), sink);
    assertEquals(0, copied.bytes());
    assertEquals(0, copied.operations());
    assertEquals(0, sink.writes);
  }

  @Test
  void aReadThatGivesNothingIsNoOperation() throws IOException {
    CopyStatistics copied = Flows.copy(new Source(piece(0), piece(3), piece(0)), sink);
    assertEquals(3, copied.bytes());
    assertEquals(1, copied.operations());
    assertEquals(1, sink.writes);
  }

  @Test
  void bufferGrowsWhileReadsFillItAndUpToALimit() throws IOException {
    Source source = new Source(piece(1000 * KIB));
    Flows.copy(source, sink);
    assertEquals(
        List.of(16, 64, 256, 256), source.room.subList(0, 4).stream().map(n -> n / KIB).toList());
    assertEquals(256 * KIB, source.room.stream().max(Integer::compare).orElseThrow());
  }

  @Test
  void bufferStaysSmallForAQuietSource() throws IOException {
    Source source = new Source(piece(16 * KIB - 1), piece(1), piece(100), piece(16 * KIB - 1));
    Flows.copy(source, sink);
    assertEquals(List.of(16, 16, 16, 16, 16), source.room.stream().map(n -> n / KIB).toList());
  }

  @Test
  void aSourceThatFailsEndsTheCopyWhenTheRestIsWritten() {
    IOException broken = new IOException("source is broken");
    Source source = new Source(piece(10), piece(20));
    source.failure = broken;
    assertSame(broken, assertThrows(IOException.class, () -> Flows.copy(source, sink)));
    assertEquals(30, sink.bytes.size());
  }

  @Test
  void aSinkThatFailsEndsTheCopyAndReadsNoMore() {
    Source source = new Source(piece(10), piece(20), piece(30));
    sink.failsAfter = 15;
    IOException thrown = assertThrows(IOException.class, () -> Flows.copy(source, sink));
    assertEquals("sink is broken", thrown.getMessage());
    assertEquals(1, source.pieces.size(), "the third piece is still there");
  }

  @Test
  void copyCountsWhatReachedASinkThatFailed() {
    sink.failsAfter = 15;
    Copy copy = new Copy(new Source(piece(10), piece(20)), sink);
    assertThrows(IOException.class, copy::run);
    assertTrue(copy.isWriting(), "the sink is to blame");
    assertEquals(15, copy.statistics().bytes());
    assertEquals(2, copy.statistics().operations());
  }

  @Test
  void copyBlamesTheSourceThatFailed() {
    Source source = new Source(piece(10));
    source.failure = new IOException("source is broken");
    Copy copy = new Copy(source, sink);
    assertThrows(IOException.class, copy::run);
    assertTrue(!copy.isWriting(), "the source is to blame");
  }

  @Test
  void nothingIsShutDown() throws IOException {
    try (FlowPair from = Flows.pair();
        FlowPair to = Flows.pair()) {
      from.first().write(ByteBuffer.wrap(new byte[10]));
      from.first().shutdownOutput();
      assertEquals(10, Flows.copy(from.second(), to.first()).bytes());
      to.first().write(ByteBuffer.wrap(new byte[1]));
      assertEquals(11, to.second().read(ByteBuffer.allocate(100)));
      assertTrue(from.second().isOpen() && to.first().isOpen());
    }
  }

  private static CopyStatistics copy(Source source, Sink sink) {
    try {
      return Flows.copy(source, sink);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteBuffer piece(int bytes) {
    return ByteBuffer.allocate(bytes);
  }

  private static ByteBuffer[] pieces(byte[] content, Random random) {
    List<ByteBuffer> pieces = new ArrayList<>();
    int at = 0;
    while (at < content.length) {
      int length = Math.min(content.length - at, 1 + random.nextInt(40 * KIB));
      pieces.add(ByteBuffer.wrap(content, at, length));
      at += length;
    }
    return pieces.toArray(ByteBuffer[]::new);
  }

  /** Gives one piece a read, or as much of it as there is room for; then ends or fails. */
  private static final class Source implements ReadableByteChannel {
    final Queue<ByteBuffer> pieces;
    final List<Integer> room = new ArrayList<>();
    @Nullable IOException failure;

    Source(ByteBuffer... pieces) {
      this.pieces = new ArrayDeque<>(List.of(pieces));
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
      room.add(dst.remaining());
      ByteBuffer piece = pieces.peek();
      if (piece == null) {
        if (failure != null) {
          throw failure;
        }
        return -1;
      }
      int n = Math.min(piece.remaining(), dst.remaining());
      dst.put(piece.slice(piece.position(), n));
      piece.position(piece.position() + n);
      if (!piece.hasRemaining()) {
        pieces.remove();
      }
      return n;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      throw new AssertionError("copy closes nothing");
    }
  }

  /** Takes some bytes a write, until it fails. */
  private static final class Sink implements WritableByteChannel {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int accepts = Integer.MAX_VALUE;
    int failsAfter = Integer.MAX_VALUE;
    int writes;

    @Override
    public int write(ByteBuffer src) throws IOException {
      int n = Math.min(Math.min(src.remaining(), accepts), failsAfter - bytes.size());
      if (n == 0 && src.hasRemaining()) {
        throw new IOException("sink is broken");
      }
      writes++;
      byte[] taken = new byte[n];
      src.get(taken);
      bytes.writeBytes(taken);
      return n;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      throw new AssertionError("copy closes nothing");
    }
  }
}
