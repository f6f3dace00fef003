package dev.hvsock.transfer.files;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that files are verified by. */
final class Digests {
  private Digests() {}

  /** A new SHA-256, which every Java has. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
