package dev.hvsock.memory;

import dev.hvsock.Address;
import dev.hvsock.engine.Failures;
import dev.hvsock.engine.ParkedThread;
import dev.hvsock.engine.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One direction between two ends in memory: a ring of bytes, and who waits at either side of it.
 */
final class MemoryPipe {
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final byte[] ring;
  private int first;
  private int count;
  private boolean writerEnded;
  private boolean readerEnded;
  private boolean reset;
  private volatile @Nullable Parked reader;
  private volatile @Nullable Parked writer;

  MemoryPipe(int capacity) {
    ring = new byte[capacity];
  }

  /** Returns how many bytes were taken, 0 if none has arrived, -1 at the end. */
  int receive(ByteBuffer dst, Address from) throws IOException {
    lock.lock();
    try {
      int n = Math.min(count, dst.remaining());
      if (n == 0) {
        if (reset) {
          throw Failures.reset("read", from);
        }
        return writerEnded ? -1 : 0;
      }
      int upToEdge = Math.min(n, ring.length - first);
      dst.put(ring, first, upToEdge).put(ring, 0, n - upToEdge);
      first = (first + n) % ring.length;
      count -= n;
      wake(writer);
      return n;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many bytes there was room for. */
  int send(ByteBuffer src, Address to) throws IOException {
    lock.lock();
    try {
      checkReader(to);
      int n = Math.min(ring.length - count, src.remaining());
      int at = (first + count) % ring.length;
      int upToEdge = Math.min(n, ring.length - at);
      src.get(ring, at, upToEdge).get(ring, 0, n - upToEdge);
      count += n;
      if (n > 0) {
        wake(reader);
      }
      return n;
    } finally {
      lock.unlock();
    }
  }

  /** Fails if nobody will read. */
  void probe(Address to) throws IOException {
    lock.lock();
    try {
      checkReader(to);
    } finally {
      lock.unlock();
    }
  }

  private void checkReader(Address to) throws IOException {
    if (reset) {
      throw Failures.reset("write", to);
    }
    if (readerEnded) {
      throw Failures.peerReadsNoMore("write", to);
    }
  }

  void endWriting() {
    change(() -> writerEnded = true);
  }

  void endReading() {
    change(
        () -> {
          readerEnded = true;
          count = 0;
        });
  }

  void reset() {
    change(
        () -> {
          reset = true;
          count = 0;
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
    wake(reader);
    wake(writer);
  }

  private static void wake(@Nullable Parked waiter) {
    if (waiter != null) {
      waiter.wake();
    }
  }

  private boolean isReadable() {
    lock.lock();
    try {
      return count > 0 || writerEnded || reset;
    } finally {
      lock.unlock();
    }
  }

  private boolean isWritable() {
    lock.lock();
    try {
      return count < ring.length || readerEnded || reset;
    } finally {
      lock.unlock();
    }
  }

  /** A waiter for the one thread that reads. */
  Waiter obtainReader() {
    Parked waiter = new Parked(this::isReadable);
    reader = waiter;
    return waiter;
  }

  /** A waiter for the one thread that writes. */
  Waiter obtainWriter() {
    Parked waiter = new Parked(this::isWritable);
    writer = waiter;
    return waiter;
  }

  /**
   * Looks whether the pipe is ready when it is known to the other side already, and so misses
   * nothing.
   */
  private static final class Parked extends ParkedThread {
    private final BooleanSupplier ready;

    Parked(BooleanSupplier ready) {
      this.ready = ready;
    }

    @Override
    protected boolean isReady() {
      return ready.getAsBoolean();
    }

    @Override
    public void release() {
      // The pipe keeps it until the next one comes; waking it then does nothing.
    }
  }
}
