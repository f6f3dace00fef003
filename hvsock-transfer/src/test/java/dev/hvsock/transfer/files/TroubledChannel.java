package dev.hvsock.transfer.files;

import dev.hvsock.transfer.files.TroubledFiles.Deed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** A file that is open where there is trouble. */
final class TroubledChannel extends FileChannel {
  private final FileChannel real;
  private final Trouble trouble;

  /** What happens before a deed. */
  interface Trouble {
    void before(Deed deed) throws IOException;
  }

  TroubledChannel(FileChannel real, Trouble trouble) {
    this.real = real;
    this.trouble = trouble;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    trouble.before(Deed.READ);
    return real.read(dst);
  }

  @Override
  public int read(ByteBuffer dst, long position) throws IOException {
    trouble.before(Deed.READ);
    return real.read(dst, position);
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    trouble.before(Deed.READ);
    return real.read(dsts, offset, length);
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    trouble.before(Deed.WRITE);
    return real.write(src);
  }

  @Override
  public int write(ByteBuffer src, long position) throws IOException {
    trouble.before(Deed.WRITE);
    return real.write(src, position);
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    trouble.before(Deed.WRITE);
    return real.write(srcs, offset, length);
  }

  @Override
  public void force(boolean metadata) throws IOException {
    trouble.before(Deed.FORCE);
    real.force(metadata);
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    real.truncate(size);
    return this;
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}
