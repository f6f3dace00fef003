package dev.hvsock;

import dev.hvsock.tls.Credentials;
import dev.hvsock.tls.TlsFlow;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * TLS 1.3 over flows of any kind: nobody on the way reads or changes what goes through, and either
 * end knows that the other one has a certificate which a trusted CA has signed.
 *
 * {@snippet :
 * Tls tls = Tls.of(Path.of("guest.pem"), Path.of("guest.key"), Path.of("ca.pem"));
 * try (Flow flow = tls.client(Hvsock.connect(address))) {
 *   flow.write(request);
 *   flow.shutdownOutput(); // by close_notify, which leaves the other direction alone
 *   byte[] reply = flow.inputStream().readAllBytes();
 * }
 * }
 *
 * <p><b>Who is let in.</b> Both ends show a certificate. Machines have no names here that one could
 * compare with what stands in it, so <em>every</em> certificate of the CA is accepted whose
 * extendedKeyUsage, if it has one, is that of the role that its owner plays: clientAuth for who
 * connects, serverAuth for who listens. Whoever wants to tell the owners apart asks for {@link
 * #peerCertificate}. To trust one peer alone, name its own certificate in place of a CA's.
 *
 * <p><b>The flow</b> keeps the promises of {@link Flow}, half-close among them. An end of the flow
 * below that was not announced inside TLS is a {@link FlowResetException}, as somebody may have cut
 * it. A record that is not what the peer has sent fails as {@link javax.net.ssl.SSLException}, and
 * so does a peer that turns this end's certificate away: in TLS 1.3, the end that connects learns
 * of that when it reads. A write may then fail as {@link FlowClosedException} before.
 *
 * <p>Immutable; any thread may call any method.
 */
public final class Tls {
  private static final String PROTOCOL = "TLSv1.3";
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  private final SSLContext context;
  private final Duration handshakeTimeout;

  private Tls(SSLContext context, Duration handshakeTimeout) {
    this.context = context;
    this.handshakeTimeout = handshakeTimeout;
  }

  /**
   * Reads PEM files.
   *
   * @param certificate this end's certificate, and behind it those between it and the CA, if any
   * @param key the certificate's private key, not encrypted, in PKCS#8 form (BEGIN PRIVATE KEY):
   *     EC, RSA or Ed25519
   * @param authority the certificates of the CAs that have signed those of peers; or a peer's own
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if a file does not hold what it should, or the key does not
   *     belong to the certificate
   */
  public static Tls of(Path certificate, Path key, Path authority) throws IOException {
    return of(Credentials.read(certificate, key, authority));
  }

  /**
   * Uses a context whose keys and trust come from elsewhere. Of what it can do, TLS 1.3 with
   * certificates at both ends is used.
   *
   * @param context initialized
   */
  public static Tls of(SSLContext context) {
    return new Tls(context, HANDSHAKE_TIMEOUT);
  }

  /** How long a handshake may take. */
  public Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  /** The same, but for how long a handshake may take; 10 s unless set. */
  public Tls handshakeTimeout(Duration timeout) {
    return new Tls(context, timeout);
  }

  /**
   * Secures a flow whose other end calls {@link #server}, mostly one that was connected. Blocks for
   * the handshake.
   *
   * @param flow is the returned flow's from then on, or is ended if this fails. Its addresses and
   *     time limits become those of the returned one. A flow that does not come from {@link Hvsock}
   *     or {@link Flows#pair} costs a virtual thread and a copy.
   * @throws javax.net.ssl.SSLException if the peer is not who may talk, or speaks no TLS 1.3
   * @throws java.net.SocketTimeoutException if it takes longer than {@link #handshakeTimeout()}
   * @throws java.io.InterruptedIOException if the thread is interrupted; its interrupt status is
   *     kept
   */
  public Flow client(Flow flow) throws IOException {
    return TlsFlow.over(flow, engine(true), handshakeTimeout);
  }

  /**
   * Secures a flow whose other end calls {@link #client}, mostly one that was accepted. Blocks for
   * the handshake, so a server calls this in the thread that handles the flow, not in the one that
   * accepts.
   *
   * @param flow as {@link #client} takes it
   * @throws IOException as {@link #client} does
   */
  public Flow server(Flow flow) throws IOException {
    return TlsFlow.over(flow, engine(false), handshakeTimeout);
  }

  /**
   * The certificate that the other end has shown, which the CA's signature holds for.
   *
   * @param flow was returned by {@link #client} or {@link #server}
   */
  public static X509Certificate peerCertificate(Flow flow) {
    if (flow instanceof TlsFlow secured) {
      return secured.peerCertificate();
    }
    throw new IllegalArgumentException(flow + " is not a flow that Tls has made");
  }

  private SSLEngine engine(boolean client) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(client);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {PROTOCOL});
    parameters.setNeedClientAuth(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public String toString() {
    return "TLS 1.3, " + handshakeTimeout + " for a handshake";
  }
}
