package dev.hvsock.framed;

import static dev.hvsock.framed.Bytes.CLOSE;
import static dev.hvsock.framed.Bytes.SHUTDOWN_WRITE;
import static dev.hvsock.framed.Bytes.frame;
import static dev.hvsock.framed.Bytes.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Connected;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.ProxyStatistics;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that do not keep to the protocol, or do not know of it. */
@Timeout(60)
class FramedMischiefTest {

  @Test
  void aPeerThatSpeaksSomethingElseEndsBothDirectionsWithAWordOfAdvice() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(text("220 mail.example ESMTP\r\n"));
      ByteBuffer buffer = ByteBuffer.allocate(100);
      IOException e = assertThrows(ProtocolException.class, () -> wire.framed().read(buffer));
      assertEquals(
          "read "
              + wire.framed().remoteAddress()
              + ": the peer sent 0x20303232 ('220 ') where a frame begins, so it hardly speaks this framing;"
              + " try: the address without 'framed:', or 'framed:' at the other end too",
          e.getMessage());
      assertThrows(ProtocolException.class, () -> wire.framed().read(buffer));
      e = assertThrows(ProtocolException.class, () -> wire.framed().write(buffer));
      assertTrue(String.valueOf(e.getMessage()).startsWith("write "), e::getMessage);
      assertEquals(0, buffer.position());
      wire.framed().close();
    }
  }

  @Test
  void aWriterHearsOfItWithoutAReader() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(new byte[4]);
      assertThrows(ProtocolException.class, () -> wire.framed().write(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void aStreamThatEndsInTheMiddleOfAFrameIsNoWholeOne() throws Exception {
    byte[] words = frame("whole");
    for (int length = 1; length < words.length; length++) {
      try (Wire wire = Wire.connected()) {
        wire.send(Arrays.copyOf(words, length));
        wire.raw().shutdownOutput();
        ByteBuffer bytes = ByteBuffer.allocate(10);
        assertThrows(
            FlowResetException.class,
            () -> {
              while (wire.framed().read(bytes) >= 0) {}
            });
        assertEquals(Math.max(0, length - 4), bytes.position());
        assertThrows(FlowResetException.class, () -> wire.framed().read(bytes));
      }
    }
  }

  @Test
  void aPeerThatHangsUpBetweenFramesHasEndedItsDirection() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(frame("all"));
      wire.raw().shutdownOutput();
      wire.expectRead(text("all"));
      wire.expectEnd();
      wire.framed().write(ByteBuffer.wrap(text("still")));
      wire.expect(frame("still"));
    }
  }

  @Test
  void whatIsSentAfterItsEndIsNotRead() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(SHUTDOWN_WRITE, frame("too late"), SHUTDOWN_WRITE);
      wire.expectEnd();
      wire.framed().write(ByteBuffer.wrap(text("x")));
      wire.expectEnd();
      Work closing = Work.start(() -> wire.framed().close());
      wire.expect(frame("x"), CLOSE);
      wire.send(frame("far too late"), CLOSE);
      closing.join();
    }
  }

  @Test
  void aPeerThatVanishesWhileWeWriteIsGone() throws Exception {
    try (Wire wire = Wire.connected()) {
      Work writing = Work.start(() -> wire.framed().write(ByteBuffer.allocate(64 << 20)));
      writing.awaitBlocked();
      wire.raw().abort();
      IOException e = writing.failure(IOException.class);
      assertTrue(e instanceof FlowResetException || e instanceof FlowClosedException, e::toString);
    }
  }

  /** Its length is within bounds, and it sends at leisure: that costs no memory. */
  @Test
  void aLargeFrameIsReadAsItComes() throws Exception {
    try (Wire wire = Wire.connected()) {
      wire.send(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(1 << 20).array(),
          text("so"));
      wire.expectRead(text("so"));
      wire.send(text("far"));
      wire.expectRead(text("far"));
    }
  }

  /** A flood of words that say nothing keeps nobody from its time limit, or from closing. */
  @Test
  void aFloodOfCommandsKeepsNobody() throws Exception {
    try (Wire wire = Wire.connected(options -> options.closeTimeout(Duration.ofMillis(200)))) {
      byte[] flood = new byte[64 * 1024];
      for (int i = 0; i < flood.length; i += 4) {
        System.arraycopy(Bytes.SHUTDOWN_READ, 0, flood, i, 4);
      }
      Work peer =
          Work.start(
              () -> {
                while (true) {
                  wire.send(flood);
                }
              });
      wire.framed().readTimeout(Duration.ofMillis(100));
      assertThrows(SocketTimeoutException.class, () -> wire.framed().read(ByteBuffer.allocate(1)));
      wire.framed().shutdownInput();
      wire.framed().close();
      peer.failure(IOException.class);
    }
  }

  @Test
  void aProxyCutsTheOtherSideOffWhenThePeerSpeaksSomethingElse() throws Exception {
    try (Wire wire = Wire.connected();
        Connected other = Connected.tcp()) {
      CompletableFuture<ProxyStatistics> proxy = new CompletableFuture<>();
      Work proxying = Work.start(() -> proxy.complete(Flows.proxy(wire.framed(), other.near())));
      wire.send(frame("fine"), text("GET / HTTP/1.0"));
      ByteBuffer read = ByteBuffer.allocate(100);
      assertThrows(
          FlowResetException.class,
          () -> {
            while (other.far().read(read) >= 0) {}
          });
      proxying.join();
      ProxyStatistics.Failure failure =
          proxy.get(1, TimeUnit.SECONDS).fromFirst().failure().orElseThrow();
      assertEquals(ProxyStatistics.End.FIRST, failure.end());
      assertInstanceOf(ProtocolException.class, failure.cause());
    }
  }
}
