package dev.hvsock.framed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** What goes over the wire, written down as it is there. */
final class Bytes {
  /** 0xdeadbeef. */
  static final byte[] SHUTDOWN_READ = hex("ef be ad de");

  /** 0xbeefdead. */
  static final byte[] SHUTDOWN_WRITE = hex("ad de ef be");

  /** 0xdeaddead. */
  static final byte[] CLOSE = hex("ad de ad de");

  private Bytes() {}

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A frame, its header put together byte for byte. */
  static byte[] frame(byte[] payload) {
    int n = payload.length;
    return join(
        new byte[] {(byte) n, (byte) (n >> 8), (byte) (n >> 16), (byte) (n >> 24)}, payload);
  }

  static byte[] frame(String payload) {
    return frame(text(payload));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
