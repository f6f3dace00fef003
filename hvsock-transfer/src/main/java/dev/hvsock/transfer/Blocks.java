package dev.hvsock.transfer;

import dev.hvsock.transfer.wire.Companion;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of memory that bytes of files go through, and a thread that digests them meanwhile: a
 * digest takes about as long as the way from a file to a socket.
 *
 * <p>One thread takes blocks, and uses one before it takes the next; so a block that has been
 * digested may be taken again.
 */
final class Blocks implements AutoCloseable {
  /** How many bytes a block holds. */
  static final int BYTES = 256 * 1024;

  /** What is as small as this is digested by the thread that has it. */
  private static final int SMALL_BYTES = 32 * 1024;

  private static final int COUNT = 4;
  private static final int KEPT = 16;
  private static final int ZEROS_BYTES = 64 * 1024;

  /** Blocks that nobody uses, of transfers that are over. */
  private static final BlockingQueue<ByteBuffer> IDLE = new ArrayBlockingQueue<>(KEPT);

  private final List<ByteBuffer> own = new ArrayList<>();
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(COUNT);
  private final BlockingQueue<Runnable> work = new ArrayBlockingQueue<>(2 * COUNT);
  private @Nullable Companion digester;

  /** An empty block, as soon as there is one. */
  ByteBuffer take() throws InterruptedIOException {
    ByteBuffer block = free.poll();
    if (block == null && own.size() < COUNT) {
      block = IDLE.poll();
      if (block == null) {
        block = ByteBuffer.allocateDirect(BYTES);
      }
      own.add(block);
    }
    return (block == null ? await(free) : block).clear();
  }

  /**
   * Digests what a block that was taken holds between position and limit, soon, and frees it then:
   * whoever took it uses it until taking the next, and leaves its bytes as they are.
   */
  void digest(ByteBuffer block, MessageDigest into) throws InterruptedIOException {
    ByteBuffer bytes = block.duplicate();
    if (bytes.remaining() <= SMALL_BYTES) {
      settle();
      into.update(bytes);
      free.add(block);
    } else {
      enqueue(
          () -> {
            into.update(bytes);
            free.add(block);
          });
    }
  }

  /** Frees a block that was taken, without digesting it. */
  void free(ByteBuffer block) {
    free.add(block);
  }

  /** Digests so many zeros, soon. */
  void digestZeros(long count, MessageDigest into) throws InterruptedIOException {
    enqueue(
        () -> {
          byte[] zeros = new byte[ZEROS_BYTES];
          // A hole may be as large as any file, and whoever closes this waits.
          Thread digester = Thread.currentThread();
          for (long left = count; left > 0 && !digester.isInterrupted(); left -= zeros.length) {
            into.update(zeros, 0, (int) Math.min(left, zeros.length));
          }
        });
  }

  /** Waits until everything has been digested. */
  void settle() throws InterruptedIOException {
    if (digester != null) {
      CountDownLatch reached = new CountDownLatch(1);
      enqueue(reached::countDown);
      try {
        reached.await();
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  private void enqueue(Runnable job) throws InterruptedIOException {
    if (digester == null) {
      digester = Companion.working("hvsock-digest", this::run);
    }
    try {
      work.put(job);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void run() throws InterruptedException {
    while (true) {
      work.take().run();
    }
  }

  private static ByteBuffer await(BlockingQueue<ByteBuffer> queue) throws InterruptedIOException {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Keeps the thread's interrupt status, as a flow does. */
  static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /** Ends the digesting; what has not been digested by then never is. */
  @Override
  public void close() {
    if (digester != null) {
      digester.close();
    }
    own.forEach(IDLE::offer);
  }
}
