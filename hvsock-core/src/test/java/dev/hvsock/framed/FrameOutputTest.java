package dev.hvsock.framed;

import static dev.hvsock.framed.Bytes.CLOSE;
import static dev.hvsock.framed.Bytes.SHUTDOWN_READ;
import static dev.hvsock.framed.Bytes.SHUTDOWN_WRITE;
import static dev.hvsock.framed.Bytes.frame;
import static dev.hvsock.framed.Bytes.hex;
import static dev.hvsock.framed.Bytes.join;
import static dev.hvsock.framed.Bytes.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.engine.Attempt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes over the wire, however little of it is accepted at a time. */
@Timeout(60)
class FrameOutputTest {
  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private final Sink sink = new Sink();
  private final FrameOutput output = new FrameOutput(sink);

  /** Accepts as much as it is told to, and then nothing for once. */
  private final class Sink implements FrameOutput.Sink {
    private int room = Integer.MAX_VALUE;
    private int largest;

    @Override
    public int send(ByteBuffer src) throws IOException {
      if (room < 0) {
        throw new IOException("gone");
      }
      largest = Math.max(largest, src.remaining());
      int n = Math.min(room, src.remaining());
      room -= n;
      for (int i = 0; i < n; i++) {
        wire.write(src.get());
      }
      return n;
    }

    @Override
    public int settle() {
      return Attempt.END;
    }
  }

  private void sendAll(byte[] bytes) throws IOException {
    ByteBuffer src = ByteBuffer.wrap(bytes);
    while (src.hasRemaining()) {
      assertTrue(output.send(src) > 0);
    }
  }

  @Test
  void theBytesOnTheWire() throws Exception {
    sendAll(Bytes.text("hi"));
    output.command(Frame.SHUTDOWN_READ);
    output.command(Frame.SHUTDOWN_WRITE);
    output.command(Frame.CLOSE);
    assertArrayEquals(
        hex("02 00 00 00 68 69  ef be ad de  ad de ef be  ad de ad de"), wire.toByteArray());
    assertFalse(output.keeps());
  }

  @Test
  void framesHold4096BytesAtMostAndGoOneByOne() throws Exception {
    byte[] bytes = random(new Random(1), 10_000);
    sendAll(bytes);
    assertArrayEquals(
        join(
            hex("00 10 00 00"),
            Arrays.copyOf(bytes, 4096),
            hex("00 10 00 00"),
            Arrays.copyOfRange(bytes, 4096, 8192),
            hex("10 07 00 00"),
            Arrays.copyOfRange(bytes, 8192, 10_000)),
        wire.toByteArray());
    assertEquals(4 + 4096, sink.largest);
  }

  @Test
  void whatIsNotAcceptedGoesOnWhereItStopped() throws Exception {
    byte[] one = Bytes.text("one");
    byte[] two = Bytes.text("two");
    byte[] all = join(frame(one), SHUTDOWN_READ, frame(two), SHUTDOWN_WRITE, CLOSE);
    for (int room = 0; room <= all.length; room++) {
      wire.reset();
      sink.room = room;
      FrameOutput torn = new FrameOutput(sink);
      ByteBuffer src = ByteBuffer.wrap(two);
      assertEquals(3, torn.send(ByteBuffer.wrap(one)));
      torn.command(Frame.SHUTDOWN_READ);
      int sent = torn.send(src);
      assertEquals(sent, src.position());
      sink.room = sent == 0 ? Integer.MAX_VALUE : sink.room;
      if (sent == 0) {
        assertEquals(3, torn.send(src));
      }
      torn.command(Frame.SHUTDOWN_WRITE);
      torn.command(Frame.CLOSE);
      sink.room = Integer.MAX_VALUE;
      assertEquals(Attempt.END, torn.settle());
      assertFalse(torn.keeps());
      assertArrayEquals(all, wire.toByteArray(), "with room for " + room);
    }
  }

  @Test
  void nothingIsTakenBeforeWhatWasTakenIsOnItsWay() throws Exception {
    sink.room = 5;
    assertEquals(3, output.send(ByteBuffer.wrap(Bytes.text("one"))));
    assertTrue(output.keeps());
    assertEquals(Attempt.WOULD_BLOCK, output.settle());
    ByteBuffer two = ByteBuffer.wrap(Bytes.text("two"));
    assertEquals(Attempt.WOULD_BLOCK, output.send(two));
    assertEquals(0, two.position());
    sink.room = 1;
    assertEquals(Attempt.WOULD_BLOCK, output.send(two));
    sink.room = 100;
    assertEquals(3, output.send(two));
    assertArrayEquals(join(frame("one"), frame("two")), wire.toByteArray());
  }

  @Test
  void nothingIsSaidAfterTheLastWord() throws Exception {
    output.command(Frame.CLOSE);
    output.command(Frame.SHUTDOWN_WRITE);
    output.command(Frame.CLOSE);
    assertArrayEquals(CLOSE, wire.toByteArray());
  }

  @Test
  void whatFailsIsNotTakenAndNotKept() {
    sink.room = -1;
    ByteBuffer src = ByteBuffer.wrap(Bytes.text("lost"));
    assertThrows(IOException.class, () -> output.send(src));
    assertEquals(0, src.position());
    assertFalse(output.keeps());
  }

  @Test
  void whatIsDiscardedIsGone() throws Exception {
    sink.room = 0;
    output.command(Frame.SHUTDOWN_READ);
    output.discard();
    sink.room = 100;
    assertEquals(Attempt.END, output.settle());
    assertEquals(0, wire.size());
  }
}
