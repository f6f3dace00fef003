package dev.hvsock.transfer.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The bytes of messages, right or wrong, made from docs/transfer-protocol.md and from nothing of
 * the library.
 */
final class Raw {
  /** What stands for no mode. */
  static final int NO_MODE = 0xffff;

  /** When all files of these tests were modified. */
  static final long SECONDS = 1_700_000_000;

  private static final int ENTRY_SIZE_AT = 5 + 1 + 2 + 8 + 4;

  private Raw() {}

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }

  static byte[] u16(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }

  static byte[] u32(long value) {
    return ByteBuffer.allocate(4).putInt((int) value).array();
  }

  static byte[] u64(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  static byte[] string(String text) {
    return string(text.getBytes(UTF_8));
  }

  static byte[] string(byte[] text) {
    return join(u16(text.length), text);
  }

  static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A message whose length is that of its fields. */
  static byte[] message(char type, byte[]... fields) {
    byte[] all = join(fields);
    return join(head(type, all.length), all);
  }

  /** What a message begins with. */
  static byte[] head(char type, long length) {
    return join(u8(type), u32(length));
  }

  static byte[] entry(
      char kind, int mode, long seconds, long nanos, long size, byte[] path, String target) {
    return message(
        'E',
        u8(kind),
        u16(mode),
        u64(seconds),
        u32(nanos),
        u64(size),
        string(path),
        string(target));
  }

  static byte[] file(String path, long size) {
    return entry('f', 0644, SECONDS, 0, size, path.getBytes(UTF_8), "");
  }

  static byte[] folder(String path) {
    return entry('d', 0755, SECONDS, 0, 0, path.getBytes(UTF_8), "");
  }

  static byte[] link(String path, String target) {
    return entry('l', NO_MODE, SECONDS, 0, 0, path.getBytes(UTF_8), target);
  }

  static byte[] offer(long entries, long bytes) {
    return message('O', u8(0), u32(entries), u64(bytes));
  }

  /** An offer of these entries, as it should be but for them. */
  static byte[] offerOf(byte[]... entries) {
    long sum = 0;
    for (byte[] entry : entries) {
      sum += ByteBuffer.wrap(entry).getLong(ENTRY_SIZE_AT);
    }
    return join(offer(entries.length, sum), join(entries));
  }

  static byte[] body(long index, long offset) {
    return message('B', u32(index), u64(offset));
  }

  static byte[] data(String text) {
    return message('D', text.getBytes(UTF_8));
  }

  static byte[] hole(long bytes) {
    return message('H', u64(bytes));
  }

  static byte[] end(String whole) {
    return message('F', u8(0), digest(whole.getBytes(UTF_8)));
  }

  static byte[] want(long index) {
    return message('W', u32(index), u64(0));
  }

  static byte[] want(long index, long offset, String prefix) {
    return message('W', u32(index), u64(offset), digest(prefix.getBytes(UTF_8)));
  }

  static byte[] kept(long index, int why) {
    return message('K', u32(index), u8(why), string("no"));
  }

  static byte[] answered() {
    return message('A', u8(0));
  }

  static byte[] notTaken(long index) {
    return message('N', u32(index), string("no"));
  }

  static byte[] summary(long taken, long notTaken, long bytes, byte[] digest) {
    return message('S', u32(taken), u32(notTaken), u64(bytes), digest);
  }

  static byte[] confirmed(byte[] digest) {
    return message('C', digest);
  }

  static byte[] failed(int why, String reason) {
    return message('X', u8(why), string(reason));
  }

  static byte[] stillAtIt() {
    return message('T');
  }

  static byte[] granted() {
    return message('Y');
  }

  static byte[] get(String... paths) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(u16(paths.length));
    for (String path : paths) {
      all.writeBytes(string(path));
    }
    return message('G', all.toByteArray());
  }

  static byte[] put(int overwrite, int resume, String folder) {
    return message('U', u8(overwrite), u8(resume), string(folder));
  }

  static byte[] list(String path) {
    return message('L', string(path));
  }
}
