package dev.hvsock.transfer.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file under its temporary name, open for one transfer alone.
 *
 * <p>Transfers of this JVM know of one another by a set of paths. Those of other processes, which
 * only the default file system has, are kept off by a lock of the operating system; as POSIX drops
 * such locks when any descriptor of the file is closed in the process, the set is asked first.
 */
final class Partial implements Closeable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
  private static final FileAttribute<?>[] PRIVATE = {
    PosixFilePermissions.asFileAttribute(Modes.permissions(Modes.OWN_FILE))
  };
  private static final FileAttribute<?>[] NONE = {};
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
  private static final Set<OpenOption> OLD = Set.of(StandardOpenOption.WRITE);
  private static final int ATTEMPTS = 5;

  private final Path path;
  private final SeekableByteChannel channel;

  private Partial(Path path, SeekableByteChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens one for writing, and makes it if it is not there.
   *
   * @throws FileSystemException if another transfer has it, or it is not a file
   */
  static Partial write(Path path, boolean posix) throws IOException {
    return held(path, () -> writable(path, posix));
  }

  /** Whether the file system is one that other processes have too, which locks keep off. */
  static boolean isShared(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault());
  }

  /**
   * The digest of all that is in one, left by an earlier transfer.
   *
   * @throws FileSystemException if another transfer has it
   */
  static MessageDigest digest(Path path) throws IOException {
    try (Partial partial = held(path, () -> readable(path))) {
      MessageDigest digest = Digests.sha256();
      ByteBuffer buffer = ByteBuffer.allocate(1 << 17);
      while (partial.channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
      return digest;
    }
  }

  SeekableByteChannel channel() {
    return channel;
  }

  Path path() {
    return path;
  }

  /** Closes the file, which lets other processes at it, but not others in this one. */
  void closeFile() throws IOException {
    channel.close();
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(path);
    }
  }

  private interface Opening {
    SeekableByteChannel open() throws IOException;
  }

  private static Partial held(Path path, Opening opening) throws IOException {
    if (!HELD.add(path)) {
      throw busy(path);
    }
    boolean done = false;
    try {
      Partial partial = new Partial(path, opening.open());
      done = true;
      return partial;
    } finally {
      if (!done) {
        HELD.remove(path);
      }
    }
  }

  private static FileSystemException busy(Path path) {
    return new FileSystemException(path.toString(), null, "another transfer is receiving it");
  }

  private static SeekableByteChannel readable(Path path) throws IOException {
    SeekableByteChannel channel = FileChannels.open(path, Set.of(StandardOpenOption.READ));
    lock(path, channel, true);
    return channel;
  }

  /**
   * Another process may have opened the file before us and let go of it after: what we hold the
   * lock of may have its final name by now. Then the temporary name is another file's or nobody's,
   * and it is tried again.
   */
  private static SeekableByteChannel writable(Path path, boolean posix) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<BasicFileAttributes> before = Optional.empty();
      SeekableByteChannel channel;
      try {
        channel = FileChannels.open(path, NEW, posix ? PRIVATE : NONE);
      } catch (FileAlreadyExistsException _) {
        before = Attributes.at(path);
        if (before.isEmpty()) {
          continue;
        }
        channel = existing(path, before.get(), posix);
      }
      lock(path, channel, false);
      if (!isShared(path) || isStill(path, before)) {
        return channel;
      }
      channel.close();
    }
    throw busy(path);
  }

  private static SeekableByteChannel existing(Path path, BasicFileAttributes is, boolean posix)
      throws IOException {
    if (!is.isRegularFile()) {
      throw new FileSystemException(
          path.toString(), null, "something that is no file has its temporary name");
    }
    try {
      return FileChannels.open(path, OLD);
    } catch (AccessDeniedException e) {
      if (!posix) {
        throw e;
      }
      // A transfer was ended between giving it a mode without write permission and its final name.
      Files.setPosixFilePermissions(path, Modes.permissions(Modes.OWN_FILE));
      return FileChannels.open(path, OLD);
    }
  }

  private static boolean isStill(Path path, Optional<BasicFileAttributes> before)
      throws IOException {
    Optional<BasicFileAttributes> now =
        Attributes.at(path).filter(BasicFileAttributes::isRegularFile);
    return now.isPresent()
        && (before.isEmpty() || Objects.equals(before.get().fileKey(), now.get().fileKey()));
  }

  /** Locks the file, or closes it. */
  private static void lock(Path path, SeekableByteChannel channel, boolean shared)
      throws IOException {
    boolean locked = false;
    try {
      locked =
          !isShared(path)
              || !(channel instanceof FileChannel file)
              || file.tryLock(0, Long.MAX_VALUE, shared) != null;
    } catch (OverlappingFileLockException e) {
      throw busy(path);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw busy(path);
    }
  }
}
