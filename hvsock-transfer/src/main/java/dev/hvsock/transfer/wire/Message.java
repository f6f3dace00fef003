package dev.hvsock.transfer.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Overwrite;
import java.util.List;
import java.util.Optional;

/** What the ends say to each other; docs/transfer-protocol.md says when. */
public sealed interface Message {
  /** A client asks for these. */
  record Get(List<String> paths) implements Message {
    /**
     * Asks for these.
     *
     * @throws IllegalArgumentException if there are none, or more than a message can hold
     */
    public static Get of(List<String> paths) {
      long bytes = paths.stream().mapToLong(path -> path.getBytes(UTF_8).length + 2L).sum();
      if (paths.isEmpty() || paths.size() > Decoder.MAX_PATHS || bytes >= Decoder.MAX_FIELDS) {
        throw new IllegalArgumentException(
            paths.size() + " paths of " + bytes + " bytes are none, or too many to be asked for");
      }
      return new Get(List.copyOf(paths));
    }
  }

  /** A client wants to send into this folder. */
  record Put(Overwrite overwrite, boolean resume, String folder) implements Message {}

  /** A client asks what is there. */
  record Ls(String path) implements Message {}

  /** The server does what it was asked. */
  record Granted() implements Message {}

  /** What is offered begins. */
  record Offer(boolean rehearsal, long entries, long bytes) implements Message {}

  /** One thing that is offered. */
  record Offered(Entry entry) implements Message {}

  /** The receiver does not want an entry. */
  record Kept(int index, Keeping why, String reason) implements Message {}

  /** The receiver wants a file, from an offset on; the digest is of what it has before. */
  record Want(int index, long offset, Optional<Digest> prefix) implements Message {}

  /** All entries have been answered. */
  record Answered(boolean rehearsal) implements Message {}

  /** A file's body begins. */
  record Body(int index, long offset) implements Message {}

  /** So many bytes of the body follow, which are read by themselves. */
  record Data(int length) implements Message {}

  /** So many bytes of the body are zero. */
  record Hole(long length) implements Message {}

  /** The body is whole. */
  record Whole(Digest digest) implements Message {}

  /** There is no more of the body. */
  record Broken(String reason) implements Message {}

  /** An entry is not at the receiver as it was offered. */
  record NotTaken(int index, String reason) implements Message {}

  /** What the receiver has in the end. */
  record Summary(long taken, long notTaken, long bytes, Digest digest) implements Message {}

  /** Something was to be sent, and was not even offered. */
  record PassedOver(String path, String reason) implements Message {}

  /** The sender found the same. */
  record Confirmed(Digest digest) implements Message {}

  /** The peer has to wait for longer. */
  record StillAtIt() implements Message {}

  /** The transfer is over. */
  record Failed(Ending why, String reason) implements Message {}
}
