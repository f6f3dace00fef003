package dev.hvsock;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A flow made of functions. It waits for as long as they do: it has no time limits, and cannot wake
 * a thread in them.
 */
final class FunctionFlow implements Flow {
  /** Where reading comes from. */
  interface Source extends Closeable {
    /** Reads at least one byte, or gives -1 at end-of-stream. */
    int read(ByteBuffer dst) throws IOException;
  }

  /** Where writing goes to. */
  interface Sink extends Closeable {
    /** Writes all that it has room for, and leaves the rest if it is full for ever. */
    void write(ByteBuffer src) throws IOException;
  }

  private static final MemoryAddress ADDRESS = new MemoryAddress("function", 0);

  private final Source source;
  private final Sink sink;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicBoolean inputEnded = new AtomicBoolean();
  private final AtomicBoolean outputEnded = new AtomicBoolean();
  private volatile boolean closed;
  // Whether the source has come to its end, which is not to say that it is closed. Guarded by
  // reading.
  private boolean atEnd;

  FunctionFlow(Source source, Sink sink) {
    this.source = source;
    this.sink = sink;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    checkOpen("read");
    if (dst.isReadOnly()) {
      throw new IllegalArgumentException("a read-only buffer cannot be read into");
    }
    if (!dst.hasRemaining()) {
      return 0;
    }
    reading.lock();
    try {
      int n = 0;
      while (n == 0 && !atEnd && !inputEnded.get()) {
        n = source.read(dst);
        atEnd = n < 0;
      }
      return n > 0 ? n : -1;
    } finally {
      reading.unlock();
    }
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, dsts.length);
    for (int i = offset; i < offset + length; i++) {
      if (dsts[i].hasRemaining()) {
        return read(dsts[i]);
      }
    }
    return 0;
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    return (int) write(new ByteBuffer[] {src}, 0, 1);
  }

  @Override
  public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, srcs.length);
    checkOpen("write");
    writing.lock();
    try {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        total += srcs[i].remaining();
        writeOne(srcs[i]);
      }
      return total;
    } finally {
      writing.unlock();
    }
  }

  private void writeOne(ByteBuffer src) throws IOException {
    if (outputEnded.get()) {
      throw new FlowClosedException("write " + ADDRESS + ": the output is shut down");
    }
    sink.write(src);
    if (src.hasRemaining()) {
      throw new FlowClosedException("write " + ADDRESS + ": the sink is full");
    }
  }

  private void checkOpen(String operation) throws IOException {
    if (closed) {
      throw new FlowClosedException(operation + " " + ADDRESS + ": it is closed");
    }
  }

  @Override
  public void shutdownInput() throws IOException {
    if (!inputEnded.getAndSet(true)) {
      source.close();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (!outputEnded.getAndSet(true)) {
      sink.close();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      shutdownOutput();
    } finally {
      shutdownInput();
    }
  }

  @Override
  public void abort() {
    try {
      close();
    } catch (IOException e) {
      System.getLogger("dev.hvsock").log(System.Logger.Level.DEBUG, "aborting a function flow", e);
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public Address localAddress() {
    return ADDRESS;
  }

  @Override
  public Address remoteAddress() {
    return ADDRESS;
  }

  @Override
  public Duration readTimeout() {
    return FOREVER;
  }

  @Override
  public void readTimeout(Duration timeout) {
    refuse(timeout);
  }

  @Override
  public Duration writeTimeout() {
    return FOREVER;
  }

  @Override
  public void writeTimeout(Duration timeout) {
    refuse(timeout);
  }

  private static void refuse(Duration timeout) {
    if (!timeout.equals(FOREVER)) {
      throw new UnsupportedOperationException(
          "a flow of functions has no time limit; try: a limit in the functions themselves");
    }
  }

  @Override
  public String toString() {
    return ADDRESS.toString();
  }
}
