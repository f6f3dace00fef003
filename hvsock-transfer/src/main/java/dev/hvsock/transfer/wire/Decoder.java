package dev.hvsock.transfer.wire;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Overwrite;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads messages of a peer that is not trusted: whatever is not as it should be, it says. */
final class Decoder {
  /** What stands for no mode. */
  static final int NO_MODE = 0xffff;

  /** How many bytes one DATA has at most. */
  static final int MAX_DATA = 1 << 30;

  /** How many bytes of fields any other message has at most. */
  static final int MAX_FIELDS = 1 << 16;

  /** How many paths one GET has at most. */
  static final int MAX_PATHS = 1000;

  private static final int MODE_BITS = 0777;
  private static final long MAX_SECONDS = 1L << 54;
  private static final int NANOS = 1_000_000_000;

  private Decoder() {}

  /**
   * How many bytes of fields to wait for; none of DATA, whose bytes are read by themselves.
   *
   * @param length as the message tells
   */
  static int fieldBytes(int type, int length) throws ProtocolException {
    if (type == 'D') {
      if (length < 1 || length > MAX_DATA) {
        throw new ProtocolException(
            "DATA has " + Integer.toUnsignedString(length) + " bytes, not 1 to " + MAX_DATA);
      }
      return 0;
    }
    if (length < 0 || length > MAX_FIELDS) {
      throw new ProtocolException(
          "a message has " + Integer.toUnsignedString(length) + " bytes, more than " + MAX_FIELDS);
    }
    return length;
  }

  /** The message of that type. */
  static Message decode(int type, int length, ByteBuffer bytes) throws ProtocolException {
    Fields in = new Fields(name(type), bytes);
    Message message = fields(type, length, in);
    in.end();
    return message;
  }

  private static Message fields(int type, int length, Fields in) throws ProtocolException {
    return switch (type) {
      case 'G' -> get(in);
      case 'U' -> new Message.Put(in.choice(Overwrite.values()), in.flag(), path(in, true));
      case 'L' -> new Message.Ls(path(in, true));
      case 'Y' -> new Message.Granted();
      case 'O' -> new Message.Offer(in.flag(), in.u32(), in.u64());
      case 'E' -> new Message.Offered(entry(in));
      case 'K' -> new Message.Kept(in.index(), in.choice(Keeping.values()), in.reason());
      case 'W' -> want(in);
      case 'A' -> new Message.Answered(in.flag());
      case 'B' -> new Message.Body(in.index(), in.u64());
      case 'D' -> new Message.Data(length);
      case 'H' -> new Message.Hole(atLeastOne(in));
      case 'F' -> in.flag() ? new Message.Broken(in.reason()) : new Message.Whole(in.digest());
      case 'N' -> new Message.NotTaken(in.index(), in.reason());
      case 'S' -> new Message.Summary(in.u32(), in.u32(), in.u64(), in.digest());
      case 'P' ->
          new Message.PassedOver(PeerText.shown(in.string(TransferPath.MAX_BYTES)), in.reason());
      case 'C' -> new Message.Confirmed(in.digest());
      case 'T' -> new Message.StillAtIt();
      case 'X' -> failed(in);
      default -> throw new AssertionError(type); // name() knows the same
    };
  }

  private static String name(int type) throws ProtocolException {
    return switch (type) {
      case 'G' -> "GET";
      case 'U' -> "PUT";
      case 'L' -> "LIST";
      case 'Y' -> "GRANTED";
      case 'O' -> "OFFER";
      case 'E' -> "ENTRY";
      case 'K' -> "KEPT";
      case 'W' -> "WANT";
      case 'A' -> "ANSWERED";
      case 'B' -> "BODY";
      case 'D' -> "DATA";
      case 'H' -> "HOLE";
      case 'F' -> "END";
      case 'N' -> "NOT TAKEN";
      case 'S' -> "SUMMARY";
      case 'P' -> "PASSED OVER";
      case 'C' -> "CONFIRMED";
      case 'T' -> "STILL AT IT";
      case 'X' -> "FAILED";
      default -> throw new ProtocolException("a message is of the unknown type " + type);
    };
  }

  private static Message get(Fields in) throws ProtocolException {
    int count = in.u16();
    if (count < 1 || count > MAX_PATHS) {
      throw new ProtocolException("GET has " + count + " paths, not 1 to " + MAX_PATHS);
    }
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      paths.add(path(in, true));
    }
    return new Message.Get(List.copyOf(paths));
  }

  private static Message want(Fields in) throws ProtocolException {
    int index = in.index();
    long offset = in.u64();
    Optional<Digest> prefix = offset == 0 ? Optional.empty() : Optional.of(in.digest());
    return new Message.Want(index, offset, prefix);
  }

  private static long atLeastOne(Fields in) throws ProtocolException {
    long length = in.u64();
    if (length == 0) {
      throw new ProtocolException("HOLE has no bytes");
    }
    return length;
  }

  private static Message failed(Fields in) throws ProtocolException {
    int why = in.u8();
    Ending[] known = Ending.values();
    if (why < 1 || why > known.length) {
      throw new ProtocolException("FAILED has the unknown why " + why);
    }
    return new Message.Failed(known[why - 1], in.reason());
  }

  private static Entry entry(Fields in) throws ProtocolException {
    Entry.Kind kind = EntryKinds.of(in.u8());
    int mode = in.u16();
    long seconds = in.signed64();
    long nanos = in.u32();
    long size = in.u64();
    String path = path(in, false);
    String target = in.string(TransferPath.MAX_BYTES);
    check(path, mode == NO_MODE || (kind != Entry.Kind.LINK && mode <= MODE_BITS), "a mode");
    check(path, seconds >= -MAX_SECONDS && seconds <= MAX_SECONDS && nanos < NANOS, "a time");
    check(path, size == 0 || kind == Entry.Kind.FILE, "a size");
    check(path, target.isEmpty() == (kind != Entry.Kind.LINK), "a target");
    check(path, target.indexOf('\0') < 0, "a target");
    return new Entry(
        kind,
        path,
        size,
        Instant.ofEpochSecond(seconds, nanos),
        mode == NO_MODE ? OptionalInt.empty() : OptionalInt.of(mode),
        target);
  }

  private static void check(String path, boolean good, String what) throws ProtocolException {
    if (!good) {
      throw new ProtocolException(
          "the entry '" + PeerText.shown(path) + "' has " + what + " that its kind does not have");
    }
  }

  private static String path(Fields in, boolean mayBeEmpty) throws ProtocolException {
    String path = in.string(TransferPath.MAX_BYTES);
    if (!mayBeEmpty || !path.isEmpty()) {
      TransferPath.check(path);
    }
    return path;
  }
}
