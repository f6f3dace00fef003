package dev.hvsock.transfer.files;

import java.security.MessageDigest;
import java.util.Optional;

/** What a receiver does with one entry. */
public sealed interface Decision {
  /** Nothing needs to be said: it is a folder or a link, and is made. */
  Decision SILENT = new Silent();

  /** Nothing needs to be said. */
  record Silent() implements Decision {}

  /**
   * The file's bytes are wanted.
   *
   * @param offset from which on
   * @param prefix the state of the digest of those before, which is the caller's; empty if there
   *     are none
   */
  record Want(long offset, Optional<MessageDigest> prefix) implements Decision {
    /** All bytes are wanted. */
    static final Want ALL = new Want(0, Optional.empty());
  }

  /** It is not wanted. */
  record Kept(Why why, String reason) implements Decision {}

  /** Why an entry is not wanted. */
  enum Why {
    /** The same file, by size and time, is there. */
    SAME(0),
    /** What is there stays. */
    KEEPS(1),
    /** It cannot be, or may not be, written. */
    REFUSED(2);

    private final int code;

    Why(int code) {
      this.code = code;
    }

    /** What the protocol says for it. */
    public int code() {
      return code;
    }
  }

  /** A refusal. */
  static Kept refused(String reason) {
    return new Kept(Why.REFUSED, reason);
  }
}
