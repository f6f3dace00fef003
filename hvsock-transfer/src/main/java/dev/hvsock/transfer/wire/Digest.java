package dev.hvsock.transfer.wire;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256. */
public final class Digest {
  /** How many bytes it has. */
  static final int BYTES = 32;

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    this.bytes = bytes;
  }

  /** What {@code computed} comes to, which begins anew by that. */
  public static Digest of(MessageDigest computed) {
    return new Digest(computed.digest());
  }

  /** The next bytes of a message. */
  static Digest read(ByteBuffer message) {
    byte[] bytes = new byte[BYTES];
    message.get(bytes);
    return new Digest(bytes);
  }

  /** The computation of one. */
  public static MessageDigest computation() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** What {@code computed} comes to so far, which goes on. */
  public static Digest soFar(MessageDigest computed) {
    return of(copy(computed));
  }

  /** The same computation once more, which goes on by itself. */
  public static MessageDigest copy(MessageDigest computation) {
    try {
      return (MessageDigest) computation.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the JDK's SHA-256 can be copied", e);
    }
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest && MessageDigest.isEqual(bytes, digest.bytes);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
