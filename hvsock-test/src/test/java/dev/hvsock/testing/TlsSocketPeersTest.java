package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.TcpAddress;
import dev.hvsock.Tls;
import dev.hvsock.tls.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JDK's own sockets as peers, which write, wait and end by other means, and ask for new keys
 * when they are told to. (Others that share no code are peers of the tool.)
 */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class TlsSocketPeersTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Tls tls;

  @SuppressWarnings("NullAway.Init")
  private static SSLContext context;

  @BeforeAll
  static void makeCertificates() throws IOException {
    Certificates certificates = Certificates.in(folder);
    certificates.make("both");
    tls = certificates.tls("both");
    context =
        Credentials.read(
            certificates.file("both.pem"),
            certificates.file("both.key"),
            certificates.file("ca.pem"));
  }

  /** A flow, and the socket that is its other end. */
  private record Pair(Flow flow, SSLSocket socket) implements AutoCloseable {
    static Pair open(String... protocols) throws Exception {
      try (Listener listener =
          Hvsock.listen(new TcpAddress("127.0.0.1", 0), listen -> listen.bufferSize(16 * 1024))) {
        int port = ((TcpAddress) listener.localAddress()).port();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        if (protocols.length > 0) {
          socket.setEnabledProtocols(protocols);
        }
        Task<?> shaking = ThreadKind.PLATFORM.start(socket::startHandshake);
        try {
          Flow flow = tls.server(listener.accept());
          shaking.get();
          return new Pair(flow, socket);
        } catch (IOException e) {
          socket.close();
          throw e;
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
      flow.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachDirectionEndsByItself(boolean socketFirst) throws Exception {
    byte[] there = Content.bytes(3 * MEBIBYTE + 1);
    byte[] back = Content.bytes(2 * MEBIBYTE - 1);
    try (Pair pair = Pair.open()) {
      if (socketFirst) {
        Task<byte[]> reader = ThreadKind.VIRTUAL.start(() -> Content.toEnd(pair.flow));
        write(pair.socket, there);
        assertArrayEquals(there, reader.get());
      }
      Task<byte[]> reader =
          ThreadKind.PLATFORM.start(() -> pair.socket.getInputStream().readAllBytes());
      Content.write(pair.flow, back);
      pair.flow.shutdownOutput();
      assertArrayEquals(back, reader.get());
      if (!socketFirst) {
        Task<byte[]> late = ThreadKind.VIRTUAL.start(() -> Content.toEnd(pair.flow));
        write(pair.socket, there);
        assertArrayEquals(there, late.get());
      }
    }
  }

  private static void write(SSLSocket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.shutdownOutput();
  }

  /** Both ways at once, with new keys for either direction in between. */
  @Test
  void keysAreRenewedWhileBothDirectionsAreBusy() throws Exception {
    byte[] there = Content.bytes(4 * MEBIBYTE);
    byte[] back = Content.bytes(4 * MEBIBYTE + 1);
    try (Pair pair = Pair.open()) {
      Task<?> socketWriter =
          ThreadKind.PLATFORM.start(
              () -> {
                OutputStream out = pair.socket.getOutputStream();
                for (int i = 0; i < there.length; i += MEBIBYTE / 4) {
                  out.write(there, i, MEBIBYTE / 4);
                  pair.socket.startHandshake(); // in TLS 1.3: KeyUpdate, and asks for one
                }
                pair.socket.shutdownOutput();
              });
      Task<byte[]> socketReader =
          ThreadKind.PLATFORM.start(() -> pair.socket.getInputStream().readAllBytes());
      Task<?> flowWriter =
          ThreadKind.VIRTUAL.start(
              () -> {
                Content.write(pair.flow, back);
                pair.flow.shutdownOutput();
              });
      assertArrayEquals(there, Content.toEnd(pair.flow));
      flowWriter.get();
      assertArrayEquals(back, socketReader.get());
      socketWriter.get();
    }
  }

  /** New keys, and what is written with them, come together to a reader that has little room. */
  @Test
  void newKeysDoNotHideWhatIsBehindThem() throws Exception {
    try (Pair pair = Pair.open()) {
      pair.flow.readTimeout(Duration.ofSeconds(5));
      for (int i = 0; i < 3; i++) {
        pair.socket.startHandshake();
        pair.socket.startHandshake();
        pair.socket.getOutputStream().write("behind".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer read = ByteBuffer.allocate(6);
        while (read.hasRemaining()) {
          pair.flow.read(read.limit(read.position() + 1));
          read.limit(6);
        }
        assertEquals("behind", new String(read.array(), StandardCharsets.US_ASCII));
      }
    }
  }

  /** Answers are kept for a peer that does not take them; but not as many as it likes. */
  @Test
  void aPeerThatAsksForNewKeysAndTakesNoneIsTurnedAway() throws Exception {
    try (Pair pair = Pair.open()) {
      Task<?> asking =
          ThreadKind.PLATFORM.start(
              () -> {
                while (true) {
                  pair.socket.startHandshake();
                }
              });
      SSLException e =
          assertThrows(SSLException.class, () -> pair.flow.read(ByteBuffer.allocate(1)));
      assertTrue(
          String.valueOf(e.getMessage()).contains("asks for more than it takes"), e.getMessage());
      pair.flow.abort();
      asking.failure(IOException.class);
    }
  }

  @Test
  void whoSpeaksAnOlderVersionIsTurnedAway() {
    SSLException e = assertThrows(SSLException.class, () -> Pair.open("TLSv1.2"));
    assertTrue(
        String.valueOf(e.getMessage()).contains("the peer does not speak TLS 1.3"), e.getMessage());
  }
}
