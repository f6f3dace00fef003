package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Capture;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.Tls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, who is not, and what either end is told. */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class TlsHandshakeTest {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final String EC = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
  private static final String BOTH = "extendedKeyUsage=clientAuth,serverAuth";

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Certificates certificates;

  @BeforeAll
  static void makeCertificates() {
    certificates = Certificates.in(folder);
    certificates.make("good");
    certificates.make("rsa", "ca", "-newkey rsa:2048 -nodes", 2, BOTH);
    certificates.make("ed25519", "ca", "-newkey ed25519 -nodes", 2, BOTH);
    certificates.make("client", "ca", EC, 2, "extendedKeyUsage=clientAuth");
    certificates.make("server", "ca", EC, 2, "extendedKeyUsage=serverAuth");
    certificates.make("expired", "ca", EC, -1, BOTH);
    certificates.authority("other");
    certificates.make("stranger", "other", EC, 2, BOTH);
  }

  private static Tls tls(String name) throws IOException {
    return certificates.tls(name);
  }

  @ParameterizedTest
  @CsvSource({"good, good", "rsa, ed25519", "ed25519, rsa", "client, server"})
  void whoHasACertificateOfTheCaIsLetIn(String client, String server) throws Exception {
    try (FlowPair pair = Certificates.secured(Flows.pair(), tls(client), tls(server))) {
      assertTalk(pair.first(), pair.second());
      assertTalk(pair.second(), pair.first());
      assertEquals(
          "CN=" + server, Tls.peerCertificate(pair.first()).getSubjectX500Principal().getName());
      assertEquals(
          "CN=" + client, Tls.peerCertificate(pair.second()).getSubjectX500Principal().getName());
    }
  }

  private static void assertTalk(Flow from, Flow to) throws IOException {
    Content.write(from, "hello");
    assertEquals("hello", Content.readText(to, 5));
  }

  @ParameterizedTest
  @CsvSource({
    "stranger, no CA that is trusted here has signed the peer's certificate",
    "expired, the peer's certificate has expired",
    "server, the peer's certificate is not for what the peer does with it"
  })
  void aServerTurnsClientsAway(String client, String reason) throws Exception {
    FlowPair pair = Flows.pair();
    Task<Flow> connecting = ThreadKind.VIRTUAL.start(() -> tls(client).client(pair.first()));
    Task<Flow> accepting = ThreadKind.VIRTUAL.start(() -> tls("good").server(pair.second()));
    // The client is done before the server has looked at its certificate.
    try (Flow connected = connecting.get()) {
      SSLException told =
          assertThrows(SSLException.class, () -> connected.read(ByteBuffer.allocate(1)));
      assertSays(told, "read", connected, "the peer turned this end's certificate away");
      SSLException again =
          assertThrows(SSLException.class, () -> connected.read(ByteBuffer.allocate(1)));
      assertEquals(told.getMessage(), again.getMessage());
      assertThrows(SSLException.class, () -> connected.write(ByteBuffer.allocate(1)));
    }
    assertSays(accepting.failure(SSLException.class), "handshake", pair.second(), reason);
    assertFalse(pair.second().isOpen());
  }

  @ParameterizedTest
  @CsvSource({
    "stranger, no CA that is trusted here has signed the peer's certificate",
    "expired, the peer's certificate has expired",
    "client, the peer's certificate is not for what the peer does with it"
  })
  void aClientTurnsServersAway(String server, String reason) throws Exception {
    FlowPair pair = Flows.pair();
    Task<Flow> accepting = ThreadKind.VIRTUAL.start(() -> tls(server).server(pair.second()));
    SSLException e = assertThrows(SSLException.class, () -> tls("good").client(pair.first()));
    assertSays(e, "handshake", pair.first(), reason);
    assertSays(
        accepting.failure(SSLException.class),
        "handshake",
        pair.second(),
        "the peer turned this end's certificate away");
  }

  private static void assertSays(IOException e, String operation, Flow flow, String reason) {
    String begin = operation + " " + flow.remoteAddress() + ": " + reason;
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(begin), message);
    assertTrue(message.contains("; try: "), message);
  }

  @Test
  void aClientWithoutACertificateIsTurnedAway() throws Exception {
    FlowPair pair = Flows.pair();
    Tls nobody = Tls.of(withoutKey());
    Task<Flow> connecting = ThreadKind.VIRTUAL.start(() -> nobody.client(pair.first()));
    SSLException e = assertThrows(SSLException.class, () -> tls("good").server(pair.second()));
    assertSays(e, "handshake", pair.second(), "the peer has shown no certificate");
    try (Flow connected = connecting.get()) {
      SSLException told =
          assertThrows(SSLException.class, () -> connected.read(ByteBuffer.allocate(1)));
      assertTrue(String.valueOf(told.getMessage()).contains("certificate"), told.getMessage());
    }
  }

  private static SSLContext withoutKey() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(Files.newInputStream(certificates.file("ca.pem"))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void aPeersOwnCertificateInPlaceOfACaLetsThatPeerInAndNobodyElse() throws Exception {
    Tls pinning = certificates.tls("good", "client");
    try (FlowPair pair = Certificates.secured(Flows.pair(), tls("client"), pinning)) {
      assertTalk(pair.first(), pair.second());
    }
    FlowPair pair = Flows.pair();
    Task<Flow> connecting = ThreadKind.VIRTUAL.start(() -> tls("rsa").client(pair.first()));
    assertThrows(SSLException.class, () -> pinning.server(pair.second()));
    connecting.get().abort();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SSH-2.0-OpenSSH_9.2\r\n", "GET / HTTP/1.0\r\n\r\n", "\u0016x", "\u001b[2J"})
  void whoSpeaksNoTlsIsToldApart(String greeting) throws Exception {
    for (boolean client : new boolean[] {true, false}) {
      FlowPair pair = Flows.pair();
      Content.write(pair.second(), greeting);
      pair.second().shutdownOutput();
      SSLException e = assertThrows(SSLException.class, () -> secure(pair.first(), client));
      assertSays(e, "handshake", pair.first(), "the peer speaks no TLS, it says '");
      assertFalse(String.valueOf(e.getMessage()).contains("\u001b"));
      assertFalse(pair.first().isOpen());
      pair.second().abort();
    }
  }

  private static Flow secure(Flow flow, boolean client) throws IOException {
    return client ? tls("good").client(flow) : tls("good").server(flow);
  }

  @Test
  void garbageThatLooksLikeTlsIsTurnedAway() throws Exception {
    Seeded.run(
        random -> {
          for (int i = 0; i < 50; i++) {
            FlowPair pair = Flows.pair();
            byte[] record = Content.bytes(random, 5 + random.nextInt(2000));
            record[0] = 22;
            record[1] = 3;
            record[2] = 3;
            record[3] = (byte) ((record.length - 5) >> 8);
            record[4] = (byte) (record.length - 5);
            Content.write(pair.second(), record);
            pair.second().shutdownOutput();
            boolean client = random.nextBoolean();
            assertThrows(SSLException.class, () -> secure(pair.first(), client));
            assertFalse(pair.first().isOpen());
            pair.second().abort();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPeerThatHangsUpIsToldApart(boolean client) throws Exception {
    FlowPair pair = Flows.pair();
    pair.second().shutdownOutput();
    SSLException e = assertThrows(SSLException.class, () -> secure(pair.first(), client));
    assertSays(e, "handshake", pair.first(), "the peer hung up in it");
    FlowPair another = Flows.pair();
    another.second().abort();
    e = assertThrows(SSLException.class, () -> secure(another.first(), client));
    assertSays(e, "handshake", another.first(), "the peer hung up in it");
  }

  /** The peer sees an end, not a reset, and the flow is closed. */
  @Test
  void aFlowOfAnotherKindIsEndedIfTheHandshakeFails() throws Exception {
    FlowPair pair = Flows.pair();
    try (Capture capture = Capture.to(OutputStream.nullOutputStream(), "nowhere")) {
      Content.write(pair.second(), "GET / HTTP/1.0\r\n\r\n");
      Flow view = capture.accepted(pair.first());
      assertThrows(SSLException.class, () -> tls("good").server(view));
      assertEquals("", Content.textToEnd(pair.second()));
      for (int i = 0; pair.first().isOpen(); i++) {
        assertTrue(i < 500, "still open after 5 s");
        Thread.sleep(10);
      }
    } finally {
      pair.second().abort();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSilentPeerRunsOutOfTime(boolean client) throws Exception {
    FlowPair pair = Flows.pair();
    Tls hasty = tls("good").handshakeTimeout(SOON);
    Stopwatch time = new Stopwatch();
    SocketTimeoutException e =
        assertThrows(
            SocketTimeoutException.class,
            () -> {
              if (client) {
                hasty.client(pair.first());
              } else {
                hasty.server(pair.first());
              }
            });
    time.assertAbout(SOON);
    assertSays(e, "handshake", pair.first(), "the peer did not complete it within 200 ms");
    assertFalse(pair.first().isOpen());
    pair.second().abort();
  }

  /** Each read is in time; all of them are not. */
  @Test
  void aPeerThatSendsAByteNowAndThenRunsOutOfTime() throws Exception {
    FlowPair pair = Flows.pair();
    byte[] hello = clientHello();
    Task<?> drip =
        ThreadKind.VIRTUAL.start(
            () -> {
              for (byte each : hello) {
                pair.second().write(ByteBuffer.wrap(new byte[] {each}));
                Thread.sleep(20);
              }
            });
    Stopwatch time = new Stopwatch();
    assertThrows(
        SocketTimeoutException.class,
        () -> tls("good").handshakeTimeout(SOON).server(pair.first()));
    time.assertAbout(SOON);
    drip.failure(IOException.class);
    pair.second().abort();
  }

  private static byte[] clientHello() throws Exception {
    FlowPair pair = Flows.pair();
    Task<Flow> connecting = ThreadKind.VIRTUAL.start(() -> tls("good").client(pair.first()));
    ByteBuffer hello = ByteBuffer.allocate(4096);
    pair.second().read(hello);
    pair.second().abort();
    connecting.failure(IOException.class);
    return Arrays.copyOf(hello.array(), hello.position());
  }

  @Case
  void aHandshakeIsInterruptedAndEndedByOthers(ThreadKind threads) throws Exception {
    FlowPair pair = Flows.pair();
    Task<Boolean> interrupted =
        threads
            .start(
                () -> {
                  IOException e =
                      assertThrows(IOException.class, () -> tls("good").server(pair.first()));
                  assertInstanceOf(InterruptedIOException.class, e);
                  return Thread.interrupted();
                })
            .awaitBlocked();
    interrupted.interrupt();
    assertTrue(interrupted.get(), "the interrupt status is gone");
    assertFalse(pair.first().isOpen());
    FlowPair another = Flows.pair();
    Task<Flow> blocked = threads.start(() -> tls("good").server(another.first())).awaitBlocked();
    another.first().abort();
    blocked.failure(ClosedChannelException.class);
  }

  @Test
  void theTimeLimitsOfTheFlowAreThoseOfTheSecuredOne() throws Exception {
    FlowPair pair = Flows.pair();
    pair.first().readTimeout(Duration.ofSeconds(41));
    pair.first().writeTimeout(Duration.ofSeconds(42));
    try (FlowPair secured = Certificates.secured(pair, tls("good"), tls("good"))) {
      assertEquals(Duration.ofSeconds(41), secured.first().readTimeout());
      assertEquals(Duration.ofSeconds(42), secured.first().writeTimeout());
      assertEquals(Flow.FOREVER, secured.second().readTimeout());
      assertEquals(pair.first().remoteAddress(), secured.first().remoteAddress());
      assertEquals(pair.first().localAddress(), secured.first().localAddress());
    }
  }

  @Test
  void onlySecuredFlowsHaveAPeerCertificate() {
    try (FlowPair pair = Flows.pair()) {
      assertThrows(IllegalArgumentException.class, () -> Tls.peerCertificate(pair.first()));
    }
  }
}
