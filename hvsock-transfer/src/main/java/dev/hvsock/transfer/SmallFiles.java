package dev.hvsock.transfer;

import dev.hvsock.transfer.files.Destination;
import dev.hvsock.transfer.files.Reasons;
import dev.hvsock.transfer.wire.Companion;
import dev.hvsock.transfer.wire.Digest;
import dev.hvsock.transfer.wire.Message;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;

/**
 * Small files that have arrived, which a companion writes while others arrive: to make one takes a
 * file system longer than its bytes take to come.
 */
final class SmallFiles implements AutoCloseable {
  /** How many bytes a small file has at most. */
  static final int MAX_BYTES = 32 * 1024;

  private static final int MOST_WAITING = 64;

  /**
   * For how long nobody looks whether there is room again: the writer makes room for many meanwhile
   * and wakes nobody for each; a slow disk is waited for no longer than it takes for one.
   */
  private static final long PAUSE_MILLIS = 2;

  private final Wire wire;
  private final Destination destination;
  private final Tally tally;
  private final BlockingQueue<SmallFile> arrived = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Phaser unwritten = new Phaser(1);
  private @Nullable Companion writer;

  /** By what the listener ended the transfer. */
  private volatile @Nullable Throwable failure;

  private record SmallFile(int index, ByteBuffer bytes, Digest digest) {}

  SmallFiles(Wire wire, Destination destination, Tally tally) {
    this.wire = wire;
    this.destination = destination;
    this.tally = tally;
  }

  /** Has a file written whose bytes have been verified, and notes what comes of it. */
  void write(int index, ByteBuffer bytes, Digest digest) throws InterruptedIOException {
    check();
    if (writer == null) {
      writer = Companion.working("hvsock-small-files", this::write);
    }
    unwritten.register();
    SmallFile file = new SmallFile(index, bytes, digest);
    if (!arrived.offer(file)) {
      awaitRoom(file);
    }
  }

  /** The writer is behind, for long if the disk is slow. */
  private void awaitRoom(SmallFile file) throws InterruptedIOException {
    try (Companion _ = wire.stillAtIt()) {
      do {
        Thread.sleep(PAUSE_MILLIS);
      } while (!arrived.offer(file));
    } catch (InterruptedException e) {
      unwritten.arriveAndDeregister();
      throw Blocks.interrupted();
    }
  }

  private void write() throws InterruptedException {
    while (true) {
      writeUnlessEnded(arrived.take());
    }
  }

  private void writeUnlessEnded(SmallFile file) {
    try {
      if (failure == null) {
        write(file);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      unwritten.arriveAndDeregister();
    }
  }

  private void write(SmallFile file) {
    try {
      destination.take(file.index, file.bytes);
    } catch (ClosedByInterruptException | InterruptedIOException e) {
      Thread.currentThread().interrupt(); // the transfer has ended, and not for this file
      return;
    } catch (IOException | RuntimeException e) {
      tally.notTaken(file.index, Reasons.of(e));
      tell(new Message.NotTaken(file.index, Reasons.of(e)));
      return;
    }
    tally.whole(file.index, file.digest);
  }

  private void tell(Message message) {
    try {
      wire.say(message);
      wire.flush();
    } catch (IOException e) {
      // The peer is gone, which whoever reads finds out.
    }
  }

  /** Waits until all are written. */
  void settle() throws InterruptedIOException {
    try {
      unwritten.awaitAdvanceInterruptibly(unwritten.arrive());
    } catch (InterruptedException e) {
      throw Blocks.interrupted();
    }
    check();
  }

  /** Fails if a listener has ended the transfer. */
  void check() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  /** Ends the writing; what has not been begun by then never is. */
  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
