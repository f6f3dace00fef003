package dev.hvsock.testing;

import dev.hvsock.Flow;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * One stream of the stress, from its sender to its receiver: content that follows from its seed, in
 * pieces of random sizes and kinds.
 */
final class EngineStressStream {
  private static final int MOST_BITS = 20;
  private static final int BULK_BYTES = 1 << 20; // from here on a copy takes shorter ways
  private static final int PIECE_BITS = 16;
  private static final int LARGE_PIECE_BITS = 19; // more than one system call moves
  private static final int MOST_PARTS = 4;

  /** Direct buffers that all streams share; whoever finds none left takes one on the heap. */
  private static final ArrayBlockingQueue<ByteBuffer> DIRECT = new ArrayBlockingQueue<>(128);

  static {
    while (DIRECT.offer(ByteBuffer.allocateDirect(1 << PIECE_BITS))) {
      // until it is full
    }
  }

  private final Flow from;
  private final Flow to;
  private final boolean disturbed;
  private final boolean withFiles;
  private final SplittableRandom sending;
  private final SplittableRandom receiving;
  private final long seed;
  private final long length;
  private final CRC32C sentDigest = new CRC32C();
  private final CRC32C receivedDigest = new CRC32C();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private volatile boolean ended;

  /**
   * Draws what is sent.
   *
   * @param disturbed whether time limits pass in it
   * @param withFiles whether parts of it may come from files and go to files
   */
  EngineStressStream(
      Flow from, Flow to, boolean disturbed, boolean withFiles, SplittableRandom random) {
    this.from = from;
    this.to = to;
    this.disturbed = disturbed;
    this.withFiles = withFiles;
    this.sending = random.split();
    this.receiving = random.split();
    this.seed = random.nextLong() >>> 16;
    this.length =
        random.nextInt(12) == 0
            ? BULK_BYTES + random.nextInt(2 * BULK_BYTES)
            : random.nextInt(1 << random.nextInt(MOST_BITS + 1));
  }

  /** Sends all of it and ends the output. */
  void send() throws IOException {
    while (sent.get() < length) {
      if (withFiles && sending.nextInt(16) == 0) {
        sendFromFile();
      } else {
        sendOnce();
      }
      pause(sending);
    }
    from.shutdownOutput();
  }

  private void sendFromFile() throws IOException {
    long position = sent.get();
    long count = Math.min(size(sending), length - position);
    long n = EngineStressFile.send(from, seed, position, count);
    check(n == count, () -> "of " + count + " bytes of a file " + n + " were sent");
    for (long done = 0; done < n; done += 1 << PIECE_BITS) {
      sentDigest.update(ForwardBytes.at(seed, position + done, n - done));
    }
    sent.addAndGet(n);
  }

  private void sendOnce() throws IOException {
    limit(from::writeTimeout, sending);
    ByteBuffer[] parts = new ByteBuffer[sending.nextInt(4) == 0 ? MOST_PARTS : 1];
    long position = sent.get();
    long total = 0;
    for (int i = 0; i < parts.length; i++) {
      int size = (int) Math.min(size(sending), length - position - total);
      parts[i] = fill(buffer(sending, size), position + total);
      total += size;
    }
    try {
      long n = parts.length == 1 ? from.write(parts[0]) : from.write(parts);
      check(n == total, () -> "a write gave " + n);
    } catch (InterruptedIOException e) {
      long moved = moved(parts);
      check(e.bytesTransferred == moved, () -> moved + " moved, it said " + e.bytesTransferred);
      recover(e);
    } finally {
      sent.addAndGet(digest(sentDigest, parts));
      giveBack(parts);
    }
  }

  private ByteBuffer fill(ByteBuffer buffer, long position) {
    while (buffer.hasRemaining()) {
      buffer.put(ForwardBytes.at(seed, position + buffer.position(), buffer.remaining()));
    }
    return buffer.flip();
  }

  /** Receives to the end. */
  void receive() throws IOException {
    try {
      while (receiveOnce()) {
        pause(receiving);
      }
      ended = true;
    } finally {
      over.countDown();
    }
  }

  /** Waits until nothing more is received. */
  void awaitOver() throws IOException {
    try {
      over.await();
    } catch (InterruptedException e) {
      recover(new InterruptedIOException());
      awaitOver();
    }
  }

  private boolean receiveOnce() throws IOException {
    limit(to::readTimeout, receiving);
    if (receiving.nextInt(16) == 0) {
      return withFiles ? receiveIntoFile() : receiveFresh();
    }
    ByteBuffer[] parts = new ByteBuffer[1 + receiving.nextInt(16) / 12];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = buffer(receiving, 1 + size(receiving));
    }
    try {
      long n = parts.length == 1 ? to.read(parts[0]) : to.read(parts);
      check(n == (moved(parts) == 0 ? -1 : moved(parts)), () -> "a read gave " + n);
      take(parts);
      return n >= 0;
    } catch (InterruptedIOException e) {
      check(moved(parts) == 0, () -> moved(parts) + " bytes were read silently");
      recover(e);
      return true;
    } finally {
      giveBack(parts);
    }
  }

  private boolean receiveIntoFile() throws IOException {
    int count = 1 + size(receiving);
    ByteBuffer bytes = EngineStressFile.receive(to, count);
    take(bytes);
    return bytes.position() == count;
  }

  private boolean receiveFresh() throws IOException {
    try {
      Optional<ByteBuffer> fresh = to.read();
      fresh.ifPresent(bytes -> take(bytes.position(bytes.limit())));
      return fresh.isPresent();
    } catch (InterruptedIOException e) {
      recover(e);
      return true;
    }
  }

  private void take(ByteBuffer... parts) {
    for (ByteBuffer part : parts) {
      ByteBuffer bytes = part.duplicate().flip();
      for (int at = 0; at < bytes.limit(); at += 1 << PIECE_BITS) {
        ByteBuffer piece = bytes.slice(at, Math.min(1 << PIECE_BITS, bytes.limit() - at));
        received.addAndGet(ForwardBytes.check(piece, seed, received.get()));
      }
      digest(receivedDigest, part);
    }
  }

  private static long digest(CRC32C digest, ByteBuffer... parts) {
    for (ByteBuffer part : parts) {
      digest.update(part.duplicate().flip());
    }
    return moved(parts);
  }

  private static long moved(ByteBuffer... parts) {
    long moved = 0;
    for (ByteBuffer part : parts) {
      moved += part.position();
    }
    return moved;
  }

  private static int size(SplittableRandom random) {
    int bits = random.nextInt(8) == 0 ? LARGE_PIECE_BITS : PIECE_BITS;
    return random.nextInt(1 << random.nextInt(bits + 1));
  }

  private static ByteBuffer buffer(SplittableRandom random, int size) {
    boolean fits = size <= 1 << PIECE_BITS;
    ByteBuffer direct = fits && random.nextBoolean() ? DIRECT.poll() : null;
    return direct == null ? ByteBuffer.allocate(size) : direct.clear().limit(size);
  }

  private static void giveBack(ByteBuffer... parts) {
    for (ByteBuffer part : parts) {
      if (part != null && part.isDirect()) {
        DIRECT.add(part);
      }
    }
  }

  private interface Limit {
    void set(Duration limit);
  }

  private void limit(Limit limit, SplittableRandom random) {
    if (disturbed) {
      limit.set(random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(8)) : Flow.FOREVER);
    }
  }

  private void recover(InterruptedIOException e) {
    check(disturbed, () -> "nobody disturbed it, and yet " + e);
    Thread.interrupted();
  }

  private static void pause(SplittableRandom random) {
    if (random.nextInt(16) == 0) {
      LockSupport.parkNanos(random.nextInt(20_000_000));
    }
  }

  /** Whether all of it went through and ended. */
  boolean isComplete() {
    return ended && received.get() == length;
  }

  /** Whether it looked whole to the receiver and was not. */
  boolean endedEarly() {
    return ended && received.get() < length;
  }

  /** Fails unless all of it went through and both ends have the same digest of it. */
  void checkComplete() {
    check(isComplete() && sent.get() == length, () -> "incomplete: " + this);
    check(sentDigest.getValue() == receivedDigest.getValue(), () -> "the digests differ: " + this);
  }

  /** Fails if more was received than was sent. */
  void checkPrefix() {
    check(received.get() <= sent.get(), () -> "more than was sent: " + this);
  }

  long received() {
    return received.get();
  }

  private interface Otherwise {
    String text();
  }

  private static void check(boolean holds, Otherwise otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise.text());
    }
  }

  @Override
  public String toString() {
    return "stream %d, %d bytes, %d sent, %d received%s, from %s to %s"
        .formatted(seed, length, sent.get(), received.get(), ended ? " to the end" : "", from, to);
  }
}
