package dev.hvsock.transfer.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * The fields of one message, taken one after the other.
 *
 * @param name of the message
 * @param bytes all of its fields, and nothing else
 */
record Fields(String name, ByteBuffer bytes) {
  private static final Boolean[] NO_AND_YES = {false, true};

  int u8() throws ProtocolException {
    return need(1).get() & 0xff;
  }

  int u16() throws ProtocolException {
    return need(2).getShort() & 0xffff;
  }

  long u32() throws ProtocolException {
    return need(4).getInt() & 0xffff_ffffL;
  }

  /** A number of an entry, of which there are fewer than 2^31. */
  int index() throws ProtocolException {
    long index = u32();
    if (index > Integer.MAX_VALUE) {
      throw new ProtocolException(name + " is about entry " + index);
    }
    return (int) index;
  }

  /** A number of bytes: more than 2^63 of them there are not. */
  long u64() throws ProtocolException {
    long value = need(8).getLong();
    if (value < 0) {
      throw new ProtocolException(name + " is about " + Long.toUnsignedString(value) + " bytes");
    }
    return value;
  }

  long signed64() throws ProtocolException {
    return need(8).getLong();
  }

  boolean flag() throws ProtocolException {
    return choice(NO_AND_YES);
  }

  /** One of what is known, which are numbered from 0. */
  <T> T choice(T[] known) throws ProtocolException {
    int value = u8();
    if (value >= known.length) {
      throw new ProtocolException(
          name + " has " + value + " where less than " + known.length + " is known");
    }
    return known[value];
  }

  Digest digest() throws ProtocolException {
    return Digest.read(need(Digest.BYTES));
  }

  String string(int most) throws ProtocolException {
    int length = u16();
    if (length > most) {
      throw new ProtocolException(name + " has a text of " + length + " bytes, more than " + most);
    }
    ByteBuffer text = need(length).slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    try {
      return UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException(name + " has a text that is not UTF-8");
    }
  }

  /** A text for people. */
  String reason() throws ProtocolException {
    return PeerText.shown(string(Encoder.MAX_REASON_BYTES));
  }

  /** Fails if there is more. */
  void end() throws ProtocolException {
    if (bytes.hasRemaining()) {
      throw new ProtocolException(name + " is " + bytes.remaining() + " bytes too long");
    }
  }

  boolean isAtEnd() {
    return !bytes.hasRemaining();
  }

  private ByteBuffer need(int count) throws ProtocolException {
    if (bytes.remaining() < count) {
      throw new ProtocolException(name + " is " + (count - bytes.remaining()) + " bytes too short");
    }
    return bytes;
  }
}
