package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files certificates and keys are read from, and what is said of others. */
@Tag("concurrent")
class TlsFilesTest {
  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static Certificates certificates;

  @BeforeAll
  static void makeCertificates() {
    certificates = Certificates.in(folder);
    certificates.make("good");
    certificates.make("another");
    certificates.openssl("ec -in good.key -out sec1.key");
    certificates.openssl("pkcs8 -topk8 -in good.key -passout pass:secret -out encrypted.key");
    certificates.openssl("genrsa -traditional -out pkcs1.key 2048");
    certificates.openssl("rsa -in pkcs1.key -aes128 -traditional -passout pass:x -out old.key");
    certificates.openssl("genpkey -algorithm X25519 -out x25519.key");
    certificates.openssl("x509 -in good.pem -outform der -out good.der");
    certificates.write("empty", "");
    certificates.write("broken.key", pem("PRIVATE KEY", "AAAA"));
    certificates.write("broken.pem", pem("CERTIFICATE", "MIIB"));
  }

  private static String pem(String label, String text) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "good.pem | another.key | ca.pem | another.key: the key does not belong to the certificate",
        "good.pem | x25519.key | ca.pem | x25519.key: the private key in it is broken, or of a kind",
        "good.pem | broken.key | ca.pem | broken.key: the private key in it is broken",
        "good.pem | sec1.key | ca.pem | sec1.key: the private key in it cannot be used, it is of the"
            + " older form EC PRIVATE KEY; try: openssl pkcs8 -topk8 -nocrypt -in",
        "good.pem | pkcs1.key | ca.pem | pkcs1.key: the private key in it cannot be used, it is of"
            + " the older form RSA PRIVATE KEY; try: openssl pkcs8 -topk8 -nocrypt -in",
        "good.pem | encrypted.key | ca.pem | encrypted.key: the private key in it cannot be used,"
            + " it is encrypted; try: openssl pkcs8 -topk8 -nocrypt -in",
        "good.pem | old.key | ca.pem | old.key: the private key in it cannot be used, it is"
            + " encrypted",
        "good.pem | good.pem | ca.pem | good.pem: there is no private key in it",
        "good.key | good.key | ca.pem | good.key: there is no certificate in it",
        "good.der | good.key | ca.pem | good.der: there is no certificate in it; try: a PEM file; of"
            + " a DER file, openssl x509 -inform der",
        "broken.pem | good.key | ca.pem | broken.pem: a certificate in it is broken",
        "good.pem | good.key | empty | empty: there is no certificate in it",
      })
  void whatIsWrongIsSaid(String certificate, String key, String authority, String reason) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Tls.of(
                    certificates.file(certificate),
                    certificates.file(key),
                    certificates.file(authority)));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).startsWith("read " + folder), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("; try: "), e.getMessage());
  }

  /** The last is one that even root may not read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing | there is no such file; try: the PEM file that is meant",
        "ca.pem/below | there is no such file; try: the PEM file that is meant",
        ". | it is a directory; try: the PEM file that is meant",
        "/proc/sys/vm/compact_memory | this user may not read it; try: as who owns it, or",
      })
  void aFileThatCannotBeReadIsNamed(String name, String reason) {
    Path file = folder.resolve(name);
    Path good = certificates.file("good.pem");
    for (IOException e :
        List.of(
            assertThrows(IOException.class, () -> Tls.of(file, good, good)),
            assertThrows(
                IOException.class, () -> Tls.of(good, file, certificates.file("ca.pem"))))) {
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("read " + file + ": " + reason), message);
      assertFalse(message.contains("java."), message);
    }
  }

  @Test
  void whatAConvertedKeyIsTakenAndAllMayBeInOneFile() throws Exception {
    certificates.openssl("pkcs8 -topk8 -nocrypt -in sec1.key -out converted.key");
    Path all = folder.resolve("all");
    Files.writeString(
        all,
        Files.readString(certificates.file("good.pem"))
            + "a remark\n"
            + Files.readString(certificates.file("converted.key"))
            + Files.readString(certificates.file("ca.pem")));
    Tls tls = Tls.of(all, all, certificates.file("ca.pem"));
    try (FlowPair pair = Certificates.secured(Flows.pair(), tls, tls)) {
      Content.write(pair.first(), "x");
      assertEquals("x", Content.readText(pair.second(), 1));
    }
  }

  /** A CA below the CA, whose certificate goes with that of who shows it. */
  @Test
  void aChainIsShown() throws Exception {
    certificates.make(
        "below",
        "ca",
        "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes",
        2,
        "basicConstraints=CA:TRUE");
    certificates.make(
        "leaf",
        "below",
        "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes",
        2,
        "basicConstraints=CA:FALSE");
    certificates.write(
        "chain.pem",
        Files.readString(certificates.file("leaf.pem"))
            + Files.readString(certificates.file("below.pem")));
    Tls chained =
        Tls.of(
            certificates.file("chain.pem"),
            certificates.file("leaf.key"),
            certificates.file("ca.pem"));
    try (FlowPair pair = Certificates.secured(Flows.pair(), chained, certificates.tls("good"))) {
      Content.write(pair.first(), "x");
      assertEquals("x", Content.readText(pair.second(), 1));
    }
  }
}
