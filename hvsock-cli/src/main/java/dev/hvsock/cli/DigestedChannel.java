package dev.hvsock.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** A channel that computes the SHA-256 of what is read through it. For one thread at a time. */
final class DigestedChannel implements ReadableByteChannel {
  private final ReadableByteChannel source;
  private final LongConsumer progress;
  private final MessageDigest digest = sha256();
  private long bytes;

  /**
   * Wraps {@code source}, which is closed with it.
   *
   * @param progress is told how many bytes were read so far
   */
  DigestedChannel(ReadableByteChannel source, LongConsumer progress) {
    this.source = source;
    this.progress = progress;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    int from = dst.position();
    int n = source.read(dst);
    if (n > 0) {
      digest.update(dst.duplicate().limit(from + n).position(from));
      bytes += n;
      progress.accept(bytes);
    }
    return n;
  }

  /** How many bytes were read. */
  long bytes() {
    return bytes;
  }

  /** The digest of what was read, in hexadecimal digits; to be asked for once. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public boolean isOpen() {
    return source.isOpen();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
