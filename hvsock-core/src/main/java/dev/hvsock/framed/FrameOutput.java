package dev.hvsock.framed;

import dev.hvsock.engine.Attempt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames and sends them, whole and one after the other: what the transport does not accept at
 * once of a frame that has begun is kept.
 *
 * <p>Beside the writer, whoever ends the input has a command to send; hence the lock. Nobody waits
 * while holding it.
 */
final class FrameOutput {
  private final ReentrantLock lock = new ReentrantLock();
  private final Sink sink;
  // What is left of a frame and the commands behind it; null if nothing is. Guarded by lock.
  private @Nullable ByteBuffer kept;
  // Whether the last word was said. Guarded by lock.
  private boolean closed;

  /** Where the frames go to. */
  interface Sink {
    /** As {@code send} of a flow does. */
    int send(ByteBuffer src) throws IOException;

    /** As {@code settle} of a flow does. */
    int settle() throws IOException;
  }

  FrameOutput(Sink sink) {
    this.sink = sink;
  }

  /** Work that is done while nobody sends. */
  interface Work {
    void run() throws IOException;
  }

  /** Runs {@code work} while nobody sends. */
  void alone(Work work) throws IOException {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends bytes in a frame.
   *
   * @param src holds bytes
   * @return how many were taken, perhaps not sent yet; 0 if what was taken before was not sent yet
   */
  int send(ByteBuffer src) throws IOException {
    lock.lock();
    try {
      if (!sendKept()) {
        return Attempt.WOULD_BLOCK;
      }
      int n = Math.min(src.remaining(), Frame.MAX_SENT);
      ByteBuffer frame = ByteBuffer.allocate(Frame.HEADER_BYTES + n);
      kept = Frame.putWord(frame, n).put(src.slice(src.position(), n)).flip();
      sendKept();
      src.position(src.position() + n);
      return n;
    } finally {
      lock.unlock();
    }
  }

  /** Sends a command, behind what is kept; none after the one that closes. */
  void command(int word) throws IOException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = word == Frame.CLOSE;
      ByteBuffer before = kept == null ? ByteBuffer.allocate(0) : kept;
      ByteBuffer frames = ByteBuffer.allocate(before.remaining() + Frame.HEADER_BYTES).put(before);
      kept = Frame.putWord(frames, word).flip();
      sendKept();
    } finally {
      lock.unlock();
    }
  }

  /** Whether something is kept. */
  boolean keeps() {
    lock.lock();
    try {
      return kept != null;
    } finally {
      lock.unlock();
    }
  }

  /** Sends what is kept, as {@code settle} of a flow does. */
  int settle() throws IOException {
    lock.lock();
    try {
      return sendKept() ? sink.settle() : Attempt.WOULD_BLOCK;
    } finally {
      lock.unlock();
    }
  }

  /** Gives whether nothing is kept any more. */
  private boolean sendKept() throws IOException {
    ByteBuffer frames = kept;
    if (frames == null) {
      return true;
    }
    boolean blocked = false;
    try {
      while (!blocked && frames.hasRemaining()) {
        blocked = sink.send(frames) == Attempt.WOULD_BLOCK;
      }
      return !blocked;
    } finally {
      if (!blocked) {
        kept = null; // sent, or never to be
      }
    }
  }

  /** Forgets what is kept. */
  void discard() {
    lock.lock();
    try {
      kept = null;
    } finally {
      lock.unlock();
    }
  }
}
