package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** A file while it is sent. For one thread. */
public final class SourceFile implements Closeable {
  private final Path path;
  private final Entry entry;
  private final BasicFileAttributes before;
  private final SeekableByteChannel channel;

  /** It is looked at before it is opened, for to open a pipe waits until somebody writes to it. */
  SourceFile(Path path, Entry entry) throws IOException {
    this.path = path;
    this.entry = entry;
    this.before = Attributes.full(path, false);
    if (!before.isRegularFile()) {
      throw failure("it is no file any more");
    }
    if (isOther(before)) {
      throw failure("it has changed since it was offered");
    }
    this.channel = Opening.READ.open(path);
  }

  /** Reads the next bytes, at least one if the buffer has room; -1 at the end of the file. */
  public int read(ByteBuffer dst) throws IOException {
    return channel.read(dst);
  }

  /** Goes to where to read next, 0 being the file's first byte. */
  public void position(long position) throws IOException {
    channel.position(position);
  }

  /**
   * Fails unless the file is still the one that was opened, with the size and time that were
   * offered.
   */
  public void checkUnchanged() throws IOException {
    BasicFileAttributes now = Attributes.full(path, false);
    if (isOther(now) || !Objects.equals(now.fileKey(), before.fileKey())) {
      throw failure("it changed while it was sent");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean isOther(BasicFileAttributes now) {
    return now.size() != entry.size()
        || !now.lastModifiedTime().toInstant().equals(entry.modified());
  }

  private FileSystemException failure(String reason) {
    return new FileSystemException(entry.path(), null, reason);
  }
}
