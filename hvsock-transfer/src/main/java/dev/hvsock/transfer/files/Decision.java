package dev.hvsock.transfer.files;

import dev.hvsock.transfer.wire.Keeping;
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
  record Kept(Keeping why, String reason) implements Decision {}

  /** A refusal. */
  static Kept refused(String reason) {
    return new Kept(Keeping.REFUSED, reason);
  }
}
