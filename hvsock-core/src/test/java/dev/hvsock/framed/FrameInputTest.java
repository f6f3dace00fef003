package dev.hvsock.framed;

import static dev.hvsock.framed.Bytes.CLOSE;
import static dev.hvsock.framed.Bytes.SHUTDOWN_READ;
import static dev.hvsock.framed.Bytes.SHUTDOWN_WRITE;
import static dev.hvsock.framed.Bytes.frame;
import static dev.hvsock.framed.Bytes.hex;
import static dev.hvsock.framed.Bytes.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.FlowResetException;
import dev.hvsock.engine.Attempt;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of bytes from the wire, wherever they are torn. */
@Timeout(60)
class FrameInputTest {
  private static final Address ADDRESS = Address.parse("framed:unix:/peer");
  private static final byte[] WORDS =
      join(frame("first"), SHUTDOWN_READ, frame("s"), frame("econd"), SHUTDOWN_WRITE);

  /** Gives out what there is piece by piece, each once it was asked in vain; then end-of-stream. */
  private static final class Torn implements FrameInput.Source {
    private final ByteBuffer bytes;
    private final int tornAt;
    private boolean torn;

    Torn(byte[] bytes, int tornAt) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.tornAt = tornAt;
    }

    @Override
    public int receive(ByteBuffer dst) {
      if (bytes.position() == tornAt && !torn) {
        torn = true;
        return Attempt.WOULD_BLOCK;
      }
      if (!bytes.hasRemaining()) {
        return Attempt.END;
      }
      int end = bytes.position() < tornAt ? tornAt : bytes.limit();
      int n = Math.min(end - bytes.position(), dst.remaining());
      dst.put(bytes.slice(bytes.position(), n));
      bytes.position(bytes.position() + n);
      return n;
    }
  }

  private static FrameInput input(byte[] bytes, int tornAt) {
    return new FrameInput(new Torn(bytes, tornAt), ADDRESS);
  }

  private static FrameInput input(byte[] bytes) {
    return input(bytes, -1);
  }

  private static String readAll(FrameInput input) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(100);
    while (input.receive(all) != Attempt.END) {}
    return StandardCharsets.US_ASCII.decode(all.flip()).toString();
  }

  @Test
  void framesAreTakenApartWhereverTheyAreTorn() throws Exception {
    for (int i = 0; i <= WORDS.length; i++) {
      FrameInput input = input(WORDS, i);
      assertEquals("firstsecond", readAll(input), "torn at " + i);
      assertTrue(input.peerReadsNoMore());
      assertFalse(input.peerCloses());
      assertEquals(Attempt.END, input.receive(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aReadNeverTakesMoreThanItHasRoomFor() throws Exception {
    FrameInput input = input(WORDS);
    StringBuilder all = new StringBuilder();
    ByteBuffer two = ByteBuffer.allocate(2);
    while (input.receive(two.clear()) != Attempt.END) {
      all.append(StandardCharsets.US_ASCII.decode(two.flip()));
    }
    assertEquals("firstsecond", all.toString());
  }

  @Test
  void aStreamThatEndsInAFrameWasCutOffAndOneThatEndsBetweenFramesWasNot() throws Exception {
    byte[] words = join(frame("first"), SHUTDOWN_READ, frame("s"));
    for (int length = 0; length <= words.length; length++) {
      FrameInput input = input(Arrays.copyOf(words, length));
      if (length == 0 || length == 9 || length == 13 || length == words.length) {
        readAll(input);
        assertTrue(input.isOver());
      } else {
        FlowResetException e =
            assertThrows(FlowResetException.class, () -> readAll(input), "cut after " + length);
        assertEquals(
            "read framed:unix:/peer: the peer is gone in the middle of a frame", e.getMessage());
        assertThrows(FlowResetException.class, () -> readAll(input));
        assertThrows(FlowResetException.class, () -> input.check("write"));
      }
    }
  }

  @Test
  void closingEndsBothDirectionsAndTheStream() throws Exception {
    FrameInput input = input(join(frame("last"), CLOSE, frame("never")));
    assertEquals("last", readAll(input));
    assertTrue(input.peerReadsNoMore());
    assertTrue(input.peerCloses());
    assertTrue(input.isOver());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 4096, 4097, 32768, 1 << 20})
  void lengthsThatSendersUseAreTaken(int length) throws Exception {
    FrameInput input = input(join(frame(new byte[length]), SHUTDOWN_WRITE));
    ByteBuffer all = ByteBuffer.allocate(length + 1);
    while (input.receive(all) != Attempt.END) {}
    assertEquals(length, all.position());
  }

  @ParameterizedTest
  @CsvSource({
    "00 00 00 00, 0x00000000",
    "01 00 10 00, 0x00100001",
    "ff ff ff 7f, 0x7fffffff",
    "00 00 00 80, 0x80000000",
    "ff ff ff ff, 0xffffffff",
    "ee be ad de, 0xdeadbeee",
    "f0 be ad de, 0xdeadbef0",
    "de ad be ef, 0xefbeadde",
    "47 45 54 20, 0x20544547 ('GET ')",
  })
  void whatIsNoHeaderIsSaidToBeNone(String wire, String told) throws Exception {
    FrameInput input = input(join(frame("fine"), hex(wire), frame("never")));
    ByteBuffer fine = ByteBuffer.allocate(10);
    assertEquals(4, input.receive(fine));
    ProtocolException e = assertThrows(ProtocolException.class, () -> input.receive(fine));
    assertEquals(
        "read framed:unix:/peer: the peer sent "
            + told
            + " where a frame begins, so it hardly speaks this framing;"
            + " try: the address without 'framed:', or 'framed:' at the other end too",
        e.getMessage());
    assertThrows(ProtocolException.class, () -> input.receive(fine));
    assertThrows(ProtocolException.class, () -> input.check("write"));
    assertEquals(4, fine.position());
  }

  @Test
  void whatComesAfterTheEndIsForNobodyButCommandsAreHeard() throws Exception {
    FrameInput input = input(join(SHUTDOWN_WRITE, frame("too late"), SHUTDOWN_READ, frame("x")));
    assertEquals("", readAll(input));
    assertFalse(input.peerReadsNoMore());
    assertFalse(input.isOver());
    input.look(false);
    assertEquals("", readAll(input));
    assertTrue(input.peerReadsNoMore());
  }

  @Test
  void aLookTakesCommandsAndLeavesBytesUnlessNobodyReadsThem() throws Exception {
    byte[] words = join(frame("unread"), SHUTDOWN_READ);
    FrameInput input = input(words);
    input.look(false);
    input.look(false);
    assertFalse(input.peerReadsNoMore());
    input.look(true);
    assertTrue(input.peerReadsNoMore());
    assertEquals("unread", readAll(input(words)));
  }

  @Test
  void whoClosesHearsThePeerOutUntilItReadsNoMore() throws Exception {
    FrameInput input = input(join(frame("a"), SHUTDOWN_WRITE, frame("b"), SHUTDOWN_READ, CLOSE));
    ByteBuffer scratch = ByteBuffer.allocate(10);
    assertEquals(1, input.discardUntilGoodbye(scratch));
    assertEquals(1, input.discardUntilGoodbye(scratch));
    assertEquals(Attempt.END, input.discardUntilGoodbye(scratch));
  }

  @Test
  void whoClosesTakesNonsenseForAGoodbye() throws Exception {
    assertEquals(
        Attempt.END, input(hex("00 00 00 00")).discardUntilGoodbye(ByteBuffer.allocate(10)));
    assertEquals(Attempt.END, input(hex("05 00")).discardUntilGoodbye(ByteBuffer.allocate(10)));
  }

  /** A peer that never stops saying the same keeps nobody from looking at the time. */
  @Test
  void aFloodOfCommandsLetsGo() throws Exception {
    AtomicInteger words = new AtomicInteger();
    FrameInput input =
        new FrameInput(
            dst -> {
              assertTrue(words.incrementAndGet() < 10_000_000, "it never lets go");
              dst.put(SHUTDOWN_READ);
              return SHUTDOWN_READ.length;
            },
            ADDRESS);
    assertEquals(Attempt.WOULD_BLOCK, input.receive(ByteBuffer.allocate(10)));
    input.look(false);
    input.look(true);
  }
}
