package dev.hvsock.transfer.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file on its way under its temporary name. For one thread; several files may be on their way at
 * once.
 */
public final class Arrival implements Closeable {
  private final Destination destination;
  private final Node node;
  private final Partial partial;
  private long position;
  private boolean positioned = true;
  private boolean endsInHole;
  private boolean gone;
  private final AtomicBoolean closed = new AtomicBoolean();

  Arrival(Destination destination, Node node, Partial partial, long offset) throws IOException {
    this.destination = destination;
    this.node = node;
    this.partial = partial;
    this.position = offset;
    if (!partial.isFresh()) {
      channel().truncate(offset);
      channel().position(offset);
    }
  }

  /** Writes the file's next bytes, all of the buffer. */
  public void write(ByteBuffer src) throws IOException {
    if (!src.hasRemaining()) {
      return;
    }
    advance(src.remaining());
    endsInHole = false;
    while (src.hasRemaining()) {
      channel().write(src);
    }
  }

  /** Leaves out so many of the file's next bytes, which are zero. */
  public void hole(long bytes) throws IOException {
    advance(bytes);
    if (positioned) {
      try {
        channel().position(position);
        endsInHole = true;
        return;
      } catch (UnsupportedOperationException e) {
        positioned = false;
      }
    }
    Zeros.write(channel(), bytes);
  }

  /**
   * Gives the file its time, its permissions and its final name. All of its bytes have been
   * written, and they are the right ones; to close it is still the caller's.
   *
   * @throws FileSystemException if something has come to have its name that is not to be replaced
   */
  public void take() throws IOException {
    if (position != node.entry.size()) {
      throw failure("only " + position + " of its " + node.entry.size() + " bytes have come");
    }
    extend();
    destination.force(channel());
    if (!destination.isMovedOpen()) {
      partial.closeFile();
    }
    Attributes.write(partial.path(), node.entry, destination.keepsModes());
    try {
      destination.place(partial.path(), node);
    } catch (FileAlreadyExistsException e) {
      discard();
      throw e;
    }
    gone = true;
  }

  /** Removes the file, for its bytes are wrong or not wanted. */
  public void discard() throws IOException {
    if (!gone && !closed.get()) {
      if (!destination.isMovedOpen()) {
        partial.closeFile();
      }
      gone = true;
      Files.deleteIfExists(partial.path());
    }
  }

  /**
   * Lets go of the file. Unless it was taken or discarded it stays under its temporary name, to be
   * gone on with; if anything of it has come.
   */
  @Override
  public void close() throws IOException {
    if (closed.get()) {
      return;
    }
    try {
      if (position == 0) {
        discard();
      }
    } finally {
      closed.set(true);
      destination.forget(this);
      partial.close();
    }
  }

  private SeekableByteChannel channel() {
    return partial.channel();
  }

  private void advance(long bytes) throws IOException {
    if (bytes > node.entry.size() - position) {
      throw failure("more than its " + node.entry.size() + " bytes have come");
    }
    position += bytes;
  }

  /** A hole at the end is not there until something is written after it. */
  private void extend() throws IOException {
    if (endsInHole) {
      channel().position(position - 1);
      channel().write(ByteBuffer.allocate(1));
    }
  }

  private FileSystemException failure(String reason) {
    return new FileSystemException(node.entry.path(), null, reason);
  }
}
