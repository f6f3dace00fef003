package dev.hvsock.tls;

import dev.hvsock.Address;
import dev.hvsock.engine.Failures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * What a failure of the JDK's engine means, in the words of those who use flows.
 *
 * @param reason what has happened
 * @param remedy what to try
 */
record Mishap(String reason, String remedy) {
  /** What is thrown when the peer goes before the handshake is over. */
  static final String HUNG_UP = "the peer hung up in it";

  private static final String SPEAKS_NO_TLS = "the peer speaks no TLS";
  private static final String RECEIVED = "Received fatal alert: ";
  private static final String OTHER_CERTIFICATE =
      "at the other end (--cert), one that a CA that is trusted here has signed";

  /** What a peer says that does not like this end's certificate. */
  private static final Set<String> REJECTIONS =
      Set.of(
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied");

  private static final int HANDSHAKE_RECORD = 22;
  private static final int ALERT_RECORD = 21;
  private static final int MAJOR_VERSION = 3;
  private static final int MAX_QUOTED = 32;

  static Mishap of(SSLException e) {
    String message = shown(String.valueOf(e.getMessage()));
    if (message.contains(RECEIVED)) {
      return told(message.substring(message.indexOf(RECEIVED) + RECEIVED.length()));
    }
    if (isCausedBy(e, CertificateExpiredException.class)) {
      return new Mishap(
          "the peer's certificate has expired",
          "a new one at the other end (--cert), and whether this machine's clock is right");
    }
    if (isCausedBy(e, CertificateNotYetValidException.class)) {
      return new Mishap(
          "the peer's certificate is not valid yet", "whether the clocks of both ends are right");
    }
    if (isCausedBy(e, CertPathBuilderException.class)) {
      return new Mishap(
          "no CA that is trusted here has signed the peer's certificate",
          "the CA of the peer's certificate at this end (--ca), or another certificate "
              + OTHER_CERTIFICATE);
    }
    if (isCausedBy(e, AEADBadTagException.class)) {
      return new Mishap("what came was changed on its way", "whether the transport is sound");
    }
    return said(message);
  }

  /** For what the engine gives no type to. */
  private static Mishap said(String message) {
    if (message.startsWith(SPEAKS_NO_TLS)) {
      return new Mishap(message, "TLS at the other end too (--tls)");
    }
    if (message.equals(HUNG_UP)) {
      return new Mishap(message, "TLS at the other end too (--tls), and what that end says");
    }
    if (message.contains("Empty client certificate chain")) {
      return new Mishap("the peer has shown no certificate", "a certificate " + OTHER_CERTIFICATE);
    }
    if (message.contains("xtended key usage")) {
      return new Mishap(
          "the peer's certificate is not for what the peer does with it: " + message,
          "one with extendedKeyUsage clientAuth for who connects, serverAuth for who listens");
    }
    if (message.contains("protocol version")) {
      return new Mishap("the peer does not speak TLS 1.3", "TLS 1.3 at the other end");
    }
    return new Mishap("TLS failed: " + message, "the same version of TLS at the other end");
  }

  /** For what the peer has said last. */
  private static Mishap told(String alert) {
    if (REJECTIONS.contains(alert)) {
      return new Mishap(
          "the peer turned this end's certificate away (" + alert + ")",
          "a certificate that a CA trusted there has signed and that has not expired (--cert)");
    }
    return switch (alert) {
      case "certificate_required" ->
          new Mishap("the peer wants a certificate and got none", "a certificate (--cert, --key)");
      case "protocol_version" ->
          new Mishap("the peer does not speak TLS 1.3", "TLS 1.3 at the other end");
      case "handshake_failure" ->
          new Mishap(
              "there is nothing that both ends speak (handshake_failure)",
              "a key of another kind (EC, RSA), and TLS 1.3 at the other end");
      default -> new Mishap("the peer gave up (" + alert + ")", "what the other end says");
    };
  }

  private static boolean isCausedBy(Throwable e, Class<?> type) {
    return Stream.<Throwable>iterate(e, each -> each != null, Throwable::getCause)
        .anyMatch(type::isInstance);
  }

  /** The failure of an operation that this makes. */
  SSLException failure(String operation, Address address, SSLException cause) {
    SSLException e =
        new SSLHandshakeException(Failures.message(operation, address, reason, remedy));
    e.initCause(cause);
    return e;
  }

  /**
   * Fails if the peer's first bytes are not those of TLS.
   *
   * @param arrived at least one
   */
  static void checkSpeaksTls(ByteBuffer arrived) throws SSLException {
    int at = arrived.position();
    int type = arrived.get(at);
    boolean isTls =
        (type == HANDSHAKE_RECORD || type == ALERT_RECORD)
            && (arrived.remaining() < 2 || arrived.get(at + 1) == MAJOR_VERSION);
    if (!isTls) {
      throw new SSLException(SPEAKS_NO_TLS + ", it says " + quoted(arrived));
    }
  }

  /** The text without what a terminal might take for orders. */
  private static String shown(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  /** The beginning of it. */
  private static String quoted(ByteBuffer arrived) {
    byte[] bytes = new byte[Math.min(MAX_QUOTED, arrived.remaining())];
    arrived.get(arrived.position(), bytes);
    String text = new String(bytes, StandardCharsets.US_ASCII).strip();
    return "'" + shown(text) + "'";
  }
}
