package dev.hvsock.framed;

import static dev.hvsock.framed.Bytes.CLOSE;
import static dev.hvsock.framed.Bytes.SHUTDOWN_READ;
import static dev.hvsock.framed.Bytes.SHUTDOWN_WRITE;
import static dev.hvsock.framed.Bytes.frame;
import static dev.hvsock.framed.Bytes.join;
import static dev.hvsock.framed.Bytes.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import java.io.ByteArrayOutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every byte on a real socket, while both ends keep to the protocol. */
@Timeout(60)
class FramedFlowTest {

  @Test
  void bytesAndEndsOfBothDirections() throws Exception {
    for (Wire end : new Wire[] {Wire.connected(), Wire.accepted()}) {
      try (Wire wire = end) {
        wire.framed().write(ByteBuffer.wrap(text("request")));
        wire.framed().shutdownOutput();
        wire.framed().shutdownOutput();
        wire.expect(frame("request"), SHUTDOWN_WRITE);
        wire.send(frame("re"), frame("ply"), SHUTDOWN_WRITE);
        wire.expectRead(text("reply"));
        wire.expectEnd();
        wire.expectEnd();
      }
    }
  }

  @Test
  void aTimeLimitInTheMiddleOfAFrameLosesNothing() throws Exception {
    byte[] words = join(frame("first"), frame("2"), SHUTDOWN_WRITE);
    for (int tornAt = 1; tornAt < words.length; tornAt++) {
      try (Wire wire = Wire.connected()) {
        wire.framed().readTimeout(Duration.ofMillis(2));
        wire.send(Arrays.copyOf(words, tornAt));
        ByteBuffer read = ByteBuffer.allocate(10);
        assertThrows(SocketTimeoutException.class, () -> readToEnd(wire.framed(), read));
        wire.framed().readTimeout(Flow.FOREVER);
        wire.send(Arrays.copyOfRange(words, tornAt, words.length));
        readToEnd(wire.framed(), read);
        assertEquals(ByteBuffer.wrap(text("first2")), read.flip(), "torn at " + tornAt);
      }
    }
  }

  private static void readToEnd(Flow flow, ByteBuffer bytes) throws Exception {
    while (flow.read(bytes) >= 0) {}
  }

  @Test
  void framesOfRandomSizes() throws Exception {
    long seed = Long.getLong("hvsock.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] there = Bytes.random(random, 3 << 20);
    byte[] back = Bytes.random(random, 3 << 20);
    try (Wire wire = Wire.connected()) {
      Work sending = Work.start(() -> sendInFrames(wire, there, random));
      Work writing =
          Work.start(
              () -> {
                wire.framed().write(ByteBuffer.wrap(back));
                wire.framed().shutdownOutput();
              });
      ByteArrayOutputStream framesBack = new ByteArrayOutputStream();
      Work taking =
          Work.start(() -> assertEquals(Frame.SHUTDOWN_WRITE, wire.takeFrames(framesBack)));
      ByteBuffer read = ByteBuffer.allocate(there.length + 1);
      readToEnd(wire.framed(), read);
      sending.join();
      writing.join();
      taking.join();
      assertEquals(ByteBuffer.wrap(there), read.flip(), "seed " + seed);
      assertArrayEquals(back, framesBack.toByteArray(), "seed " + seed);
    }
  }

  private static void sendInFrames(Wire wire, byte[] bytes, Random random) throws Exception {
    for (int at = 0; at < bytes.length; ) {
      int size = 1 + random.nextInt(1 << random.nextInt(21));
      int end = Math.min(at + size, bytes.length);
      wire.send(frame(Arrays.copyOfRange(bytes, at, end)));
      at = end;
    }
    wire.send(SHUTDOWN_WRITE);
  }

  @Test
  void endingTheInputSaysSoAndTheOutputGoesOn() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(frame("unread"));
      wire.framed().shutdownInput();
      wire.framed().shutdownInput();
      wire.expect(SHUTDOWN_READ);
      wire.expectEnd();
      wire.framed().write(ByteBuffer.wrap(text("still")));
      wire.framed().shutdownOutput();
      wire.expect(frame("still"), SHUTDOWN_WRITE);
    }
  }

  @Test
  void whatThePeerSaidItselfIsNotSaidBack() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(SHUTDOWN_WRITE, SHUTDOWN_READ);
      wire.expectEnd();
      wire.framed().shutdownInput();
      assertReadsNoMore(wire.framed());
      wire.framed().shutdownOutput();
      Work closing = Work.start(() -> wire.framed().close());
      wire.expect(CLOSE);
      wire.send(CLOSE);
      closing.join();
    }
  }

  @Test
  void writesFailWhenThePeerReadsNoMoreWhetherSomebodyReadsOrNot() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(SHUTDOWN_READ);
      assertReadsNoMore(wire.framed());
    }
    try (Wire wire = Wire.connected()) {
      wire.send(SHUTDOWN_READ, frame("x"));
      wire.expectRead(text("x"));
      assertReadsNoMore(wire.framed());
    }
  }

  private static void assertReadsNoMore(Flow flow) {
    ByteBuffer one = ByteBuffer.allocate(1);
    FlowClosedException e = assertThrows(FlowClosedException.class, () -> flow.write(one));
    assertEquals(
        "write " + flow.remoteAddress() + ": the peer reads no more (EPIPE)", e.getMessage());
    assertEquals(0, one.position());
    assertThrows(FlowClosedException.class, () -> flow.write(ByteBuffer.allocate(0)));
  }

  @Test
  void aWriterThatWaitsLearnsThatThePeerReadsNoMore() throws Exception {
    for (boolean withReader : new boolean[] {false, true}) {
      try (Wire wire = Wire.connected()) {
        Work writing = Work.start(() -> wire.framed().write(ByteBuffer.allocate(64 << 20)));
        Work reading = withReader ? Work.start(wire::expectEnd) : Work.start(() -> {});
        writing.awaitBlocked();
        wire.send(SHUTDOWN_READ);
        writing.failure(FlowClosedException.class);
        wire.send(SHUTDOWN_WRITE);
        reading.join();
      }
    }
  }

  /** All of it is in a frame by then, and only the frame still waits. */
  @Test
  void soDoesAWriterOfALittle() throws Exception {
    try (Wire wire = Wire.connected()) {
      Work writing =
          Work.start(
              () -> {
                while (true) {
                  wire.framed().write(ByteBuffer.allocate(Frame.MAX_SENT));
                }
              });
      writing.awaitBlocked();
      wire.send(SHUTDOWN_READ);
      writing.failure(FlowClosedException.class);
    }
  }

  /** The bytes of a frame that has begun are the peer's, whatever becomes of the write. */
  @Test
  void whatAWriteThatTimedOutHasMovedArrivesInWholeFrames() throws Exception {
    try (Wire wire = Wire.connected()) {
      byte[] bytes = Bytes.random(new Random(1), 8 << 20);
      wire.framed().writeTimeout(Duration.ofMillis(50));
      ByteBuffer src = ByteBuffer.wrap(bytes);
      SocketTimeoutException e =
          assertThrows(SocketTimeoutException.class, () -> wire.framed().write(src));
      assertEquals(src.position(), e.bytesTransferred);
      ByteArrayOutputStream arrived = new ByteArrayOutputStream();
      Work taking = Work.start(() -> assertEquals(Frame.SHUTDOWN_WRITE, wire.takeFrames(arrived)));
      while (arrived.size() < src.position()) {
        Thread.sleep(1); // and the test's time limit ends it
      }
      assertArrayEquals(Arrays.copyOf(bytes, src.position()), arrived.toByteArray());
      wire.framed().shutdownOutput();
      taking.join();
      assertEquals(src.position(), arrived.size());
    }
  }

  @Test
  void anEndThatFindsNoRoomIsSaidWhenThereIsSome() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.framed().writeTimeout(Duration.ofMillis(50));
      assertThrows(
          SocketTimeoutException.class, () -> wire.framed().write(ByteBuffer.allocate(8 << 20)));
      wire.framed().shutdownInput();
      wire.framed().shutdownOutput();
      ByteArrayOutputStream arrived = new ByteArrayOutputStream();
      assertEquals(Frame.SHUTDOWN_READ, wire.takeFrames(arrived));
      wire.expect(SHUTDOWN_WRITE);
    }
  }
}
