package dev.hvsock.transfer.wire;

import dev.hvsock.Flow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

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
        flow.write(new ByteBuffer[] {gathered.flip(), data});
        gathered.clear();
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

  private void send() throws IOException {
    if (gathered.position() > 0) {
      flow.write(gathered.flip());
      gathered.clear();
    }
  }
}
