package dev.hvsock.transfer;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * A file, folder or link that one end offers the other.
 *
 * @param kind which of them
 * @param path where it is, relative to the folder that it goes into, names with {@code /} between
 * @param size of a file, in bytes; 0 for others
 * @param modified when it was last modified
 * @param mode the nine permission bits of POSIX, or empty if its file system has none, or it is a
 *     link
 * @param target what a link says; empty for others
 */
public record Entry(
    Kind kind, String path, long size, Instant modified, OptionalInt mode, String target) {
  /** What an entry may be. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A folder, whose own entries come after it. */
    FOLDER,
    /** A symbolic link, which is never followed. */
    LINK
  }
}
