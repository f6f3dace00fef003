package dev.hvsock.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Who this end is, and whom it trusts, out of files. */
public final class Credentials {
  /** From 7 days on, the JDK gives no tickets: each flow shows its certificates anew. */
  private static final int NO_TICKETS_SECONDS = 8 * 24 * 60 * 60;

  private static final byte[] SAMPLE = "a key belongs to its certificate".getBytes(UTF_8);

  private Credentials() {}

  /**
   * Reads them.
   *
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if a file holds something else than it should
   */
  public static SSLContext read(Path certificate, Path key, Path authority) throws IOException {
    List<X509Certificate> chain = Pem.read(certificate).certificates();
    PrivateKey secret = Pem.read(key).privateKey();
    List<X509Certificate> trusted = Pem.read(authority).certificates();
    if (!belongTogether(chain.getFirst().getPublicKey(), secret)) {
      throw new IllegalArgumentException(
          "read "
              + key
              + ": the key does not belong to the certificate in "
              + certificate
              + "; try: the key that the certificate was made with");
    }
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(new KeyManager[] {new Identity(chain, secret)}, trust(trusted), null);
      context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a JDK without TLS 1.3", e);
    }
  }

  private static TrustManager[] trust(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca-" + i, authorities.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** What one signs the other verifies. */
  private static boolean belongTogether(PublicKey open, PrivateKey secret) {
    String kind = secret.getAlgorithm();
    try {
      Signature signature =
          Signature.getInstance(
              switch (kind) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> kind;
              });
      signature.initSign(secret);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // keys of two kinds
    }
  }

  /**
   * The one certificate that this end has. It is shown whatever CAs the peer names: a peer that
   * does not trust it says so better than one that got none.
   */
  private static final class Identity extends X509ExtendedKeyManager {
    private static final String ALIAS = "hvsock";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    Identity(List<X509Certificate> chain, PrivateKey key) {
      this.chain = chain;
      this.key = key;
    }

    private @Nullable String alias(String... kinds) {
      return Stream.of(kinds).anyMatch(key.getAlgorithm()::equals) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] kinds, Principal @Nullable [] issuers, SSLEngine engine) {
      return alias(kinds);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String kind, Principal @Nullable [] issuers, SSLEngine engine) {
      return alias(kind);
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] kinds, Principal @Nullable [] issuers, Socket socket) {
      return alias(kinds);
    }

    @Override
    public @Nullable String chooseServerAlias(
        String kind, Principal @Nullable [] issuers, Socket socket) {
      return alias(kind);
    }

    @Override
    public String[] getClientAliases(String kind, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String kind, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
