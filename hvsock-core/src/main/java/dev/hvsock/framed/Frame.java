package dev.hvsock.framed;

import dev.hvsock.Address;
import dev.hvsock.FlowResetException;
import dev.hvsock.engine.Failures;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The frames of the protocol: a little-endian word of 32 bits that is a command, or else the length
 * of the bytes that follow it.
 */
final class Frame {
  /** How many bytes the word has. */
  static final int HEADER_BYTES = 4;

  /** The sender reads no more. */
  static final int SHUTDOWN_READ = 0xdeadbeef;

  /** The sender writes no more. */
  static final int SHUTDOWN_WRITE = 0xbeefdead;

  /** The sender does neither any more. */
  static final int CLOSE = 0xdeaddead;

  /**
   * The most bytes that follow in what we send: mirage/ocaml-hvsock takes no more while it closes,
   * and Hyper-V sockets of that time lost what came in larger pieces.
   */
  static final int MAX_SENT = 4096;

  /**
   * The most bytes that may follow in what we receive: senders are known of 4 KiB (ocaml-hvsock)
   * and 32 KiB (linuxkit/virtsock).
   */
  static final int MAX_RECEIVED = 1 << 20;

  private Frame() {}

  /** The word that a header holds. */
  static int word(ByteBuffer header) {
    return Integer.reverseBytes(header.getInt(0));
  }

  /** Puts a word where a frame begins. */
  static ByteBuffer putWord(ByteBuffer frame, int word) {
    return frame.putInt(Integer.reverseBytes(word));
  }

  /** Whether the word is the length of bytes that follow. */
  static boolean isLength(int word) {
    return word >= 1 && word <= MAX_RECEIVED;
  }

  /** The peer has sent what is no header. */
  static ProtocolException notOne(String operation, Address address, int word) {
    return new ProtocolException(
        Failures.message(
            operation,
            address,
            "the peer sent "
                + describe(word)
                + " where a frame begins, so it hardly speaks this framing",
            "the address without 'framed:', or 'framed:' at the other end too"));
  }

  /** The number, and what it would be as text, since that is what mostly comes instead. */
  private static String describe(int word) {
    String number = "0x%08x".formatted(word);
    byte[] bytes = putWord(ByteBuffer.allocate(HEADER_BYTES), word).array();
    String text = new String(bytes, StandardCharsets.US_ASCII);
    return text.chars().allMatch(c -> c >= ' ' && c <= '~') ? number + " ('" + text + "')" : number;
  }

  /** The stream has ended where it may not. */
  static FlowResetException cutShort(String operation, Address address) {
    return new FlowResetException(
        Failures.message(operation, address, "the peer is gone in the middle of a frame"));
  }
}
