package dev.hvsock.transfer.wire;

import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Says messages. They are gathered until there are many of them, or someone says {@link #flush}.
 * Any thread may say one.
 */
final class WireOutput {
  /** What is larger than this goes to the flow without being gathered. */
  private static final int GATHERED_BYTES = 16 * 1024;

  private final Flow flow;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final ByteBuffer gathered = ByteBuffer.allocate(2 * Decoder.MAX_FIELDS);
  private ByteBuffer left = ByteBuffer.allocate(0);

  private volatile long saidAt = System.nanoTime();

  WireOutput(Flow flow) {
    this.flow = flow;
  }

  void greet(Role role) throws IOException {
    lock.lock();
    try {
      gathered.put(Greeting.of(role));
      send();
    } finally {
      lock.unlock();
    }
  }

  void say(Message message) throws IOException {
    lock.lock();
    try {
      encode(message);
    } finally {
      lock.unlock();
    }
  }

  /** Says DATA, with these bytes. */
  void say(ByteBuffer data) throws IOException {
    lock.lock();
    try {
      encode(new Message.Data(data.remaining()));
      if (data.remaining() <= GATHERED_BYTES) {
        reserve(data.remaining());
        gathered.put(data);
      } else {
        write(left, gathered.flip(), data);
      }
    } finally {
      lock.unlock();
    }
  }

  private void encode(Message message) throws IOException {
    reserve(Encoder.HEADER_BYTES + Decoder.MAX_FIELDS);
    Encoder.encode(message, gathered);
  }

  private void reserve(int bytes) throws IOException {
    if (gathered.remaining() < bytes) {
      send();
    }
  }

  void flush() throws IOException {
    lock.lock();
    try {
      send();
    } finally {
      lock.unlock();
    }
  }

  /** For how long nothing has been said. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - saidAt);
  }

  private void send() throws IOException {
    if (gathered.position() > 0 || left.hasRemaining()) {
      write(left, gathered.flip());
    }
  }

  /**
   * What does not get through, for lack of time or by an interrupt, is said before what is next.
   */
  private void write(ByteBuffer... all) throws IOException {
    try {
      flow.write(all);
      saidAt = System.nanoTime();
    } catch (IOException e) {
      left = copy(all);
      throw e;
    } finally {
      gathered.clear();
    }
  }

  private static ByteBuffer copy(ByteBuffer... rests) {
    ByteBuffer copy = ByteBuffer.allocate(Stream.of(rests).mapToInt(ByteBuffer::remaining).sum());
    Stream.of(rests).forEach(copy::put);
    return copy.flip();
  }
}
