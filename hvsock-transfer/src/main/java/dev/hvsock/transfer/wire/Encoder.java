package dev.hvsock.transfer.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hvsock.transfer.Entry;
import java.nio.ByteBuffer;

/** Writes messages into a buffer, each with its type and length. */
final class Encoder {
  /** How many bytes a message has before its fields. */
  static final int HEADER_BYTES = 5;

  /** How many bytes of UTF-8 a reason has at most. */
  static final int MAX_REASON_BYTES = 1024;

  /** How many bytes of fields an entry has besides its two texts. */
  private static final int ENTRY_BYTES = 1 + 2 + 8 + 4 + 8 + 2 + 2;

  private Encoder() {}

  /**
   * Writes one, for which there must be room; of {@link Message.Data} what stands before its bytes.
   */
  static void encode(Message message, ByteBuffer out) {
    int start = out.position();
    out.position(start + HEADER_BYTES);
    char type = fields(message, out);
    int length =
        message instanceof Message.Data data
            ? data.length()
            : out.position() - start - HEADER_BYTES;
    out.put(start, (byte) type).putInt(start + 1, length);
  }

  private static char fields(Message message, ByteBuffer out) {
    return switch (message) {
      case Message.Get get -> {
        out.putShort((short) get.paths().size());
        get.paths().forEach(path -> string(path, out));
        yield 'G';
      }
      case Message.Put put -> {
        out.put(number(put.overwrite())).put((byte) (put.resume() ? 1 : 0));
        string(put.folder(), out);
        yield 'U';
      }
      case Message.Ls ls -> {
        string(ls.path(), out);
        yield 'L';
      }
      case Message.Granted granted -> 'Y';
      case Message.Offer offer -> {
        flag(offer.rehearsal(), out).putInt((int) offer.entries()).putLong(offer.bytes());
        yield 'O';
      }
      case Message.Offered offered -> {
        entry(offered.entry(), out);
        yield 'E';
      }
      case Message.Kept kept -> {
        out.putInt(kept.index()).put(number(kept.why()));
        reason(kept.reason(), out);
        yield 'K';
      }
      case Message.Want want -> {
        out.putInt(want.index()).putLong(want.offset());
        want.prefix().ifPresent(digest -> out.put(digest.bytes()));
        yield 'W';
      }
      case Message.Answered answered -> {
        flag(answered.rehearsal(), out);
        yield 'A';
      }
      case Message.Body body -> {
        out.putInt(body.index()).putLong(body.offset());
        yield 'B';
      }
      case Message.Data data -> 'D';
      case Message.Hole hole -> {
        out.putLong(hole.length());
        yield 'H';
      }
      case Message.Whole whole -> {
        out.put((byte) 0).put(whole.digest().bytes());
        yield 'F';
      }
      case Message.Broken broken -> {
        reason(broken.reason(), out.put((byte) 1));
        yield 'F';
      }
      case Message.NotTaken notTaken -> {
        reason(notTaken.reason(), out.putInt(notTaken.index()));
        yield 'N';
      }
      case Message.Summary summary -> {
        out.putInt((int) summary.taken()).putInt((int) summary.notTaken());
        out.putLong(summary.bytes()).put(summary.digest().bytes());
        yield 'S';
      }
      case Message.PassedOver passedOver -> {
        string(passedOver.path(), out);
        reason(passedOver.reason(), out);
        yield 'P';
      }
      case Message.Confirmed confirmed -> {
        out.put(confirmed.digest().bytes());
        yield 'C';
      }
      case Message.StillAtIt stillAtIt -> 'T';
      case Message.Failed failed -> {
        reason(failed.reason(), out.put((byte) (number(failed.why()) + 1)));
        yield 'X';
      }
    };
  }

  /** How many bytes the message has that offers an entry. */
  static long bytes(Entry entry) {
    return HEADER_BYTES
        + ENTRY_BYTES
        + (long) entry.path().getBytes(UTF_8).length
        + entry.target().getBytes(UTF_8).length;
  }

  /** The protocol numbers them in the order in which they are declared. */
  @SuppressWarnings("EnumOrdinal")
  private static byte number(Enum<?> choice) {
    return (byte) choice.ordinal();
  }

  @SuppressWarnings("JavaInstantGetSecondsGetNano") // both are said
  private static void entry(Entry entry, ByteBuffer out) {
    out.put((byte) EntryKinds.letter(entry.kind()));
    out.putShort((short) entry.mode().orElse(Decoder.NO_MODE));
    out.putLong(entry.modified().getEpochSecond()).putInt(entry.modified().getNano());
    out.putLong(entry.size());
    string(entry.path(), out);
    string(entry.target(), out);
  }

  private static ByteBuffer flag(boolean set, ByteBuffer out) {
    return out.put((byte) (set ? 1 : 0));
  }

  private static void string(String text, ByteBuffer out) {
    byte[] bytes = text.getBytes(UTF_8);
    out.putShort((short) bytes.length).put(bytes);
  }

  /** What is too long is cut, between characters. */
  private static void reason(String text, ByteBuffer out) {
    byte[] bytes = text.getBytes(UTF_8);
    int length = Math.min(bytes.length, MAX_REASON_BYTES);
    while (length < bytes.length && (bytes[length] & 0xC0) == 0x80) {
      length--;
    }
    out.putShort((short) length).put(bytes, 0, length);
  }
}
