package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.ProxyStatistics;
import dev.hvsock.Tls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody on the way, or another owner of the flow below, can do. */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class TlsMischiefTest {
  private static final Tls TLS = Certificates.ofBothEnds();

  /** Both ends of TLS, and somebody between them. */
  private static final class Wire implements AutoCloseable {
    private final FlowPair ends;
    private final Flow between;
    // What is done to the bytes of the first end.
    private volatile UnaryOperator<byte[]> change = UnaryOperator.identity();

    private Wire() throws IOException {
      FlowPair pair = Flows.pair();
      between = pair.first();
      Flow near = Flows.of(between::read, this::pass);
      ends = Certificates.secured(new FlowPair(near, pair.second()), TLS, TLS);
    }

    static Wire open() throws IOException {
      return new Wire();
    }

    private void pass(ByteBuffer src) throws IOException {
      between.write(ByteBuffer.wrap(change.apply(bytesOf(src))));
    }

    private static byte[] bytesOf(ByteBuffer src) {
      byte[] bytes = new byte[src.remaining()];
      src.get(bytes);
      return bytes;
    }

    /** Has what is written from now on changed. */
    void tamper(UnaryOperator<byte[]> how) {
      change = how;
    }

    /** Ends the stream, though the first end has not. */
    void cut() throws IOException {
      between.shutdownOutput();
    }

    @Override
    public void close() {
      ends.first().abort();
      ends.second().abort();
    }
  }

  @Test
  void anEndThatWasNotAnnouncedIsNone() throws Exception {
    try (Wire wire = Wire.open()) {
      Flow reader = wire.ends.second();
      Content.write(wire.ends.first(), "half of it");
      assertEquals("half of it", Content.readText(reader, 10));
      wire.cut();
      for (int i = 0; i < 2; i++) {
        FlowResetException e =
            assertThrows(FlowResetException.class, () -> reader.read(ByteBuffer.allocate(1)));
        assertTrue(String.valueOf(e.getMessage()).contains("without the goodbye"), e.getMessage());
      }
      assertThrows(FlowResetException.class, () -> Content.write(reader, "in vain"));
    }
  }

  @Test
  void aRecordThatIsCutIsNotRead() throws Exception {
    try (Wire wire = Wire.open()) {
      Content.write(wire.ends.first(), "first");
      assertEquals("first", Content.readText(wire.ends.second(), 5));
      wire.tamper(bytes -> Arrays.copyOf(bytes, bytes.length - 1));
      Content.write(wire.ends.first(), "second");
      Task<Integer> reader =
          ThreadKind.VIRTUAL
              .start(() -> wire.ends.second().read(ByteBuffer.allocate(1)))
              .awaitBlocked();
      wire.cut();
      reader.failure(FlowResetException.class);
    }
  }

  @Test
  void whatWasChangedOnTheWayIsNotRead() throws Exception {
    Seeded.run(
        random -> {
          try (Wire wire = Wire.open()) {
            wire.tamper(
                bytes -> {
                  bytes[5 + random.nextInt(bytes.length - 5)] ^= (byte) (1 << random.nextInt(8));
                  return bytes;
                });
            Content.write(wire.ends.first(), "yes, send the money");
            Flow reader = wire.ends.second();
            for (int i = 0; i < 2; i++) {
              SSLException e =
                  assertThrows(SSLException.class, () -> reader.read(ByteBuffer.allocate(1)));
              assertTrue(
                  String.valueOf(e.getMessage())
                      .startsWith("read " + reader.remoteAddress() + ": what came was changed"),
                  e.getMessage());
            }
            assertThrows(SSLException.class, () -> reader.write(ByteBuffer.allocate(1)));
            SSLException told = // as the peer is
                assertThrows(
                    SSLException.class, () -> wire.ends.first().read(ByteBuffer.allocate(1)));
            assertTrue(
                String.valueOf(told.getMessage()).contains("the peer gave up (bad_record_mac)"),
                told.getMessage());
          }
        });
  }

  @Test
  void whatIsSaidTwiceOrLeftOutIsNotRead() throws Exception {
    try (Wire wire = Wire.open()) {
      wire.tamper(bytes -> ByteBuffer.allocate(2 * bytes.length).put(bytes).put(bytes).array());
      Content.write(wire.ends.first(), "once");
      assertEquals("once", Content.readText(wire.ends.second(), 4));
      assertThrows(SSLException.class, () -> wire.ends.second().read(ByteBuffer.allocate(1)));
    }
    try (Wire wire = Wire.open()) {
      CountDownLatch leftOut = new CountDownLatch(1);
      wire.tamper(
          bytes -> {
            leftOut.countDown();
            return new byte[0];
          });
      Content.write(wire.ends.first(), "left out");
      leftOut.await();
      wire.tamper(UnaryOperator.identity());
      Content.write(wire.ends.first(), "second");
      assertThrows(SSLException.class, () -> wire.ends.second().read(ByteBuffer.allocate(1)));
    }
  }

  /** So that no peer behind it takes what it has for the whole. */
  @Test
  void aProxyPassesADefectOnAsAReset() throws Exception {
    try (Wire wire = Wire.open();
        FlowPair beyond = Flows.pair()) {
      Task<ProxyStatistics> proxy =
          ThreadKind.VIRTUAL.start(() -> Flows.proxy(beyond.first(), wire.ends.second()));
      wire.tamper(
          bytes -> {
            bytes[bytes.length - 1] ^= 1;
            return bytes;
          });
      Content.write(wire.ends.first(), "bytes");
      assertThrows(FlowResetException.class, () -> beyond.second().read(ByteBuffer.allocate(1)));
      assertFalse(proxy.get().isComplete());
    }
  }

  /** As a server does that stops: it knows the flow that it has accepted, and no other. */
  @Case
  void whoeverAbortsTheFlowBelowAbortsTheSecuredOne(ThreadKind threads) throws Exception {
    FlowPair below = Flows.pair();
    try (FlowPair pair = Certificates.secured(below, TLS, TLS)) {
      Task<Integer> reader =
          threads.start(() -> pair.first().read(ByteBuffer.allocate(1))).awaitBlocked();
      Task<Integer> writer = threads.start(() -> pair.first().write(Content.bulk())).awaitBlocked();
      below.first().abort();
      reader.failure(ClosedChannelException.class);
      writer.failure(ClosedChannelException.class);
      assertFalse(pair.first().isOpen());
      assertFalse(below.first().isOpen());
      assertThrows(FlowResetException.class, () -> pair.second().read(ByteBuffer.allocate(1)));
    }
  }

  @Case
  void whoeverClosesTheFlowBelowClosesTheSecuredOne(ThreadKind threads) throws Exception {
    FlowPair below = Flows.pair();
    try (FlowPair pair = Certificates.secured(below, TLS, TLS)) {
      byte[] sent = Content.bytes(300_000);
      Task<byte[]> reader = threads.start(() -> Content.toEnd(pair.second()));
      Content.write(pair.first(), sent);
      Task<?> closing = threads.start(() -> below.first().close());
      assertArrayEquals(sent, reader.get());
      pair.second().close();
      closing.get();
      assertFalse(pair.first().isOpen());
      assertFalse(below.first().isOpen());
    }
  }
}
