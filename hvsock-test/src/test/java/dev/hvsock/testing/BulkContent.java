package dev.hvsock.testing;

import dev.hvsock.Flow;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Many bytes without a pattern, made as they are sent, and known by their SHA-256. */
final class BulkContent {
  private static final int PIECE = 256 * 1024;

  private BulkContent() {}

  /** Writes so many bytes, and tells their digest. */
  static String send(Flow flow, long length) throws IOException {
    byte[] piece = new byte[PIECE];
    new Random(length).nextBytes(piece);
    MessageDigest digest = digest();
    for (long sent = 0; sent < length; ) {
      // No two pieces are the same, so that one that is missing or moved shows.
      ByteBuffer next = ByteBuffer.wrap(piece).putLong(0, sent);
      next.limit((int) Math.min(PIECE, length - sent));
      digest.update(next.duplicate());
      sent += flow.write(next);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Reads exactly so many bytes, and tells their digest. */
  static String receive(Flow flow, long length) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE);
    MessageDigest digest = digest();
    for (long received = 0; received < length; ) {
      int n = flow.read(piece.clear().limit((int) Math.min(PIECE, length - received)));
      if (n < 0) {
        throw new EOFException("end-of-stream after " + received + " of " + length + " bytes");
      }
      digest.update(piece.flip());
      received += n;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
