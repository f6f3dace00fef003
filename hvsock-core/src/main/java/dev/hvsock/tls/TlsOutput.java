package dev.hvsock.tls;

import dev.hvsock.engine.Attempt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;

/**
 * Makes records and sends them, whole and in the order in which they were made: what the transport
 * does not accept at once is kept.
 *
 * <p>Beside the writer, whoever reads has something to answer now and then; hence the lock. Nobody
 * waits while holding it.
 */
final class TlsOutput {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** How many records are made in one go of much to send. */
  private static final int BULK_RECORDS = 4;

  /** How much is kept for a peer that asks and asks, and does not take the answers. */
  private static final int MAX_KEPT = 256 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final SSLEngine engine;
  private final Sink sink;
  // What was not sent yet, from its position to its limit. Guarded by lock.
  private ByteBuffer kept = ByteBuffer.allocate(0);

  /** Where the records go to. */
  interface Sink {
    /** As {@code send} of a flow does. */
    int send(ByteBuffer src) throws IOException;

    /** As {@code settle} of a flow does. */
    int settle() throws IOException;
  }

  TlsOutput(SSLEngine engine, Sink sink) {
    this.engine = engine;
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
   * Sends bytes in records.
   *
   * @param src holds bytes
   * @return how many were taken, perhaps not sent yet; 0 if what was taken before was not sent yet,
   *     or if the engine takes no more
   */
  int send(ByteBuffer src) throws IOException {
    lock.lock();
    try {
      if (!sendKept()) {
        return Attempt.WOULD_BLOCK;
      }
      int start = src.position();
      wrap(src);
      sendKept();
      return src.position() - start;
    } finally {
      lock.unlock();
    }
  }

  /** Sends what the engine has to say of itself, behind what is kept. */
  void sendAnswers() throws IOException {
    lock.lock();
    try {
      wrap(NOTHING);
      sendKept();
    } finally {
      lock.unlock();
    }
  }

  /** Says that this end writes no more, behind what is kept. */
  void end() throws IOException {
    lock.lock();
    try {
      engine.closeOutbound();
      wrap(NOTHING);
      sendKept();
    } finally {
      lock.unlock();
    }
  }

  /** Makes records of what there is to send, as many as there is room for. */
  private void wrap(ByteBuffer src) throws SSLException {
    makeRoom(src.remaining());
    kept.compact();
    try {
      SSLEngineResult result;
      do {
        result = engine.wrap(src, kept);
      } while (result.getStatus() == Status.OK
          && (result.bytesProduced() > 0
              || result.getHandshakeStatus() == HandshakeStatus.FINISHED));
    } finally {
      kept.flip();
    }
  }

  private void makeRoom(int bytes) throws SSLException {
    int record = engine.getSession().getPacketBufferSize();
    int records = bytes > record ? BULK_RECORDS : 1;
    if (kept.capacity() - kept.remaining() < records * record) {
      if (kept.remaining() > MAX_KEPT) {
        throw new SSLProtocolException("the peer asks for more than it takes");
      }
      int needed = kept.remaining() + records * record;
      kept = ByteBuffer.allocate(needed).put(kept).flip();
    }
  }

  /** Whether something is kept. */
  boolean keeps() {
    lock.lock();
    try {
      return kept.hasRemaining();
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
    boolean blocked = false;
    boolean failed = true;
    try {
      while (!blocked && kept.hasRemaining()) {
        blocked = sink.send(kept) == Attempt.WOULD_BLOCK;
      }
      failed = false;
      return !blocked;
    } finally {
      if (failed) {
        discard(); // what is never to be sent
      }
    }
  }

  /** Forgets what is kept. */
  void discard() {
    lock.lock();
    try {
      kept = ByteBuffer.allocate(0);
    } finally {
      lock.unlock();
    }
  }
}
