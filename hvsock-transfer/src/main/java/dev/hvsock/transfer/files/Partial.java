package dev.hvsock.transfer.files;

import dev.hvsock.transfer.wire.Digest;
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
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file under its temporary name, open for one transfer alone.
 *
 * <p>Transfers of this JVM know of one another by a set of final names. Those of other processes,
 * which only the default file system has, are kept off by a lock of the operating system; as POSIX
 * drops such locks when any descriptor of the file is closed in the process, the set is asked
 * first.
 */
final class Partial implements Closeable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
  private static final int ATTEMPTS = 5;

  private final Path name;
  private final Path path;
  private final SeekableByteChannel channel;
  private final boolean fresh;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Partial(Path name, Path path, SeekableByteChannel channel, boolean fresh) {
    this.name = name;
    this.path = path;
    this.channel = channel;
    this.fresh = fresh;
  }

  /**
   * Opens one for writing, and makes it if it is not there.
   *
   * @param name the final one
   * @param attributes what it is made with
   * @throws FileSystemException if another transfer has it, or it is not a file
   */
  static Partial write(Path name, Path path, FileAttribute<?>... attributes) throws IOException {
    return held(name, () -> writable(name, path, attributes));
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
  static MessageDigest digest(Path name, Path path) throws IOException {
    try (Partial partial = held(name, () -> readable(name, path))) {
      MessageDigest digest = Digest.computation();
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

  /** Whether it was made when it was opened, so that nothing is in it. */
  boolean isFresh() {
    return fresh;
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
    if (closed.compareAndSet(false, true)) {
      try {
        channel.close();
      } finally {
        release(name);
      }
    }
  }

  /**
   * Takes a name for one transfer of this JVM.
   *
   * @throws FileSystemException if another one has it
   */
  static void hold(Path name) throws IOException {
    if (!HELD.add(name)) {
      throw busy(name);
    }
  }

  /** Gives a name back. */
  static void release(Path name) {
    HELD.remove(name);
  }

  private interface Maker {
    Partial open() throws IOException;
  }

  private static Partial held(Path name, Maker maker) throws IOException {
    hold(name);
    boolean done = false;
    try {
      Partial partial = maker.open();
      done = true;
      return partial;
    } finally {
      if (!done) {
        release(name);
      }
    }
  }

  private static FileSystemException busy(Path path) {
    return new FileSystemException(path.toString(), null, "another transfer is receiving it");
  }

  private static Partial readable(Path name, Path path) throws IOException {
    SeekableByteChannel channel = Opening.READ.open(path);
    lock(path, channel, true);
    return new Partial(name, path, channel, false);
  }

  /**
   * Another process may have opened the file before us and let go of it after: what we hold the
   * lock of may have its final name by now. Then the temporary name is another file's or nobody's,
   * and it is tried again.
   */
  private static Partial writable(Path name, Path path, FileAttribute<?>... attributes)
      throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<BasicFileAttributes> before = Optional.empty();
      SeekableByteChannel channel;
      try {
        channel = Opening.CREATE.open(path, attributes);
      } catch (FileAlreadyExistsException _) {
        before = Attributes.at(path);
        if (before.isEmpty()) {
          continue;
        }
        channel = existing(path, before.get());
      }
      lock(path, channel, false);
      boolean still = false;
      try {
        still = !isShared(path) || isStill(path, before);
      } finally {
        if (!still) {
          channel.close();
        }
      }
      if (still) {
        return new Partial(name, path, channel, before.isEmpty());
      }
    }
    throw busy(path);
  }

  private static SeekableByteChannel existing(Path path, BasicFileAttributes is)
      throws IOException {
    if (!is.isRegularFile()) {
      throw new FileSystemException(
          path.toString(), null, "something that is no file has its temporary name");
    }
    try {
      return Opening.WRITE.open(path);
    } catch (AccessDeniedException e) {
      if (!Attributes.arePosix(path.getFileSystem())) {
        throw e;
      }
      // A transfer was ended between giving it a mode without write permission and its final name.
      Files.setPosixFilePermissions(path, Modes.permissions(Modes.OWN_FILE));
      return Opening.WRITE.open(path);
    }
  }

  private static boolean isStill(Path path, Optional<BasicFileAttributes> before)
      throws IOException {
    Optional<BasicFileAttributes> now = Attributes.at(path);
    return now.isPresent()
        && now.get().isRegularFile()
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
