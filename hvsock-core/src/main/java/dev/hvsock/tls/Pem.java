package dev.hvsock.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of PEM blocks, among which there may be other text.
 *
 * @param file where it was read from
 * @param blocks in their order
 */
record Pem(Path file, List<Block> blocks) {
  /** More than any chain of certificates takes. */
  private static final long MAX_BYTES = 1 << 20;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "EdDSA");

  /**
   * One of them.
   *
   * @param label what it says it is
   * @param text what is between its first and its last line
   */
  record Block(String label, String text) {}

  /**
   * Reads a file.
   *
   * @throws IOException if that fails
   */
  static Pem read(Path file) throws IOException {
    String text = text(file);
    List<Block> blocks = new ArrayList<>();
    for (Matcher found = BLOCK.matcher(text); found.find(); ) {
      blocks.add(new Block(found.group(1), found.group(2)));
    }
    return new Pem(file, List.copyOf(blocks));
  }

  private static String text(Path file) throws IOException {
    String remedy = "the PEM file that is meant";
    if (Files.isDirectory(file)) {
      throw unreadable(file, "it is a directory", remedy, Optional.empty());
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw wrong(file, "it is too long for a file of PEM text", remedy);
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", remedy, Optional.of(e));
    } catch (AccessDeniedException e) {
      String owner = "as who owns it, or chown and chmod 400";
      throw unreadable(file, "this user may not read it", owner, Optional.of(e));
    } catch (FileSystemException e) {
      throw unreadable(file, String.valueOf(e.getReason()), remedy, Optional.of(e));
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), remedy, Optional.of(e));
    }
  }

  private static IOException unreadable(
      Path file, String reason, String remedy, Optional<IOException> cause) {
    IOException e = new IOException(said(file, reason, remedy));
    cause.ifPresent(e::initCause);
    return e;
  }

  /** The certificates, of which there is at least one. */
  List<X509Certificate> certificates() {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label.endsWith("CERTIFICATE")) {
        found.add(certificate(block));
      }
    }
    if (found.isEmpty()) {
      throw wrong(
          "there is no certificate in it",
          "a PEM file; of a DER file, openssl x509 -inform der -in " + file + " makes one");
    }
    return List.copyOf(found);
  }

  private X509Certificate certificate(Block block) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(decode(block)));
    } catch (CertificateException e) {
      throw wrong("a certificate in it is broken, " + e.getMessage(), "to make it anew");
    }
  }

  /** The private key, which is the first one in it. */
  PrivateKey privateKey() {
    Block block =
        blocks.stream()
            .filter(each -> each.label.endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(
                () -> wrong("there is no private key in it", "a PEM file with PRIVATE KEY in it"));
    if (!block.label.equals("PRIVATE KEY")) {
      String encrypted =
          block.label.startsWith("ENCRYPTED") || block.text.contains("ENCRYPTED")
              ? "it is encrypted"
              : "it is of the older form " + block.label;
      throw wrong(
          "the private key in it cannot be used, " + encrypted,
          "openssl pkcs8 -topk8 -nocrypt -in " + file + " -out key.pem");
    }
    return privateKey(decode(block));
  }

  private PrivateKey privateKey(byte[] encoded) {
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // Of another kind, perhaps.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a JDK without " + kind, e);
      }
    }
    throw wrong(
        "the private key in it is broken, or of a kind that TLS has no use for",
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
  }

  private byte[] decode(Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.text);
    } catch (IllegalArgumentException e) {
      throw wrong("a " + block.label + " in it is broken, " + e.getMessage(), "to make it anew");
    }
  }

  private IllegalArgumentException wrong(String reason, String remedy) {
    return wrong(file, reason, remedy);
  }

  private static IllegalArgumentException wrong(Path file, String reason, String remedy) {
    return new IllegalArgumentException(said(file, reason, remedy));
  }

  private static String said(Path file, String reason, String remedy) {
    return "read " + file + ": " + reason + "; try: " + remedy;
  }
}
