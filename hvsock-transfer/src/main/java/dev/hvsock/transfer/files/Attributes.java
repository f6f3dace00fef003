package dev.hvsock.transfer.files;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.hvsock.transfer.Entry;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** What a file system says of what has a name, links not followed: read and written at once. */
final class Attributes {
  private Attributes() {}

  /** Whether the file system keeps the permission bits of POSIX. */
  static boolean arePosix(FileSystem files) {
    return files.supportedFileAttributeViews().contains("posix");
  }

  /** What is there, if anything is. */
  static Optional<BasicFileAttributes> at(Path path) throws IOException {
    return Optional.ofNullable(
        path.getFileSystem()
            .provider()
            .readAttributesIfExists(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  /** What is there, with its permissions where the file system keeps some. */
  static BasicFileAttributes full(Path path, boolean posix) throws IOException {
    Class<? extends BasicFileAttributes> kind =
        posix ? PosixFileAttributes.class : BasicFileAttributes.class;
    return Files.readAttributes(path, kind, LinkOption.NOFOLLOW_LINKS);
  }

  /** The nine permission bits among these attributes. */
  static OptionalInt mode(BasicFileAttributes attributes) {
    return attributes instanceof PosixFileAttributes posix
        ? OptionalInt.of(Modes.bits(posix.permissions()))
        : OptionalInt.empty();
  }

  /** Whether a real folder is there. */
  static boolean isFolder(Path path) throws IOException {
    return at(path).filter(BasicFileAttributes::isDirectory).isPresent();
  }

  /**
   * Gives what is at the path an entry's time and permissions. The time is first, for to set it
   * takes the right to read the file.
   */
  static void write(Path path, Entry entry, boolean posix) throws IOException {
    if (!posix) {
      setTime(Files.getFileAttributeView(path, BasicFileAttributeView.class), entry.modified());
      return;
    }
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    setTime(view, entry.modified());
    if (entry.mode().isPresent()) {
      view.setPermissions(Modes.permissions(entry.mode().getAsInt()));
    }
  }

  /** Sets the time of a link itself. */
  static void writeLinkTime(Path link, Instant time) throws IOException {
    setTime(
        Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS),
        time);
  }

  /**
   * The time of last access is set too, as otherwise it would be read first. Java cannot set a part
   * of a second before 1970, and sets 1970 instead.
   */
  private static void setTime(BasicFileAttributeView view, Instant time) throws IOException {
    FileTime now = FileTime.fromMillis(System.currentTimeMillis());
    Instant possible = time.isBefore(Instant.EPOCH) ? time.truncatedTo(SECONDS) : time;
    view.setTimes(FileTime.from(possible), now, null);
  }
}
