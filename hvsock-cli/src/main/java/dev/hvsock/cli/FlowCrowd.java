package dev.hvsock.cli;

import dev.hvsock.BufferSizes;
import dev.hvsock.Flow;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Many flows to one address at once, each with a virtual thread of its own, which connects, waits
 * until all are released, sends 1 to 64 bytes that are its own, and reads them back.
 */
final class FlowCrowd implements AutoCloseable {
  /** How many connect at once, so that the peer's backlog is not overrun. */
  private static final int CONNECTING = 256;

  private static final int MAX_BYTES = 64;
  private static final long LOOK_MILLIS = 100;

  private final PerfTarget target;
  private final int count;
  private final Semaphore connecting = new Semaphore(CONNECTING);
  private final CountDownLatch connected;
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch answered;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder operations = new LongAdder();
  private final List<Thread> threads;
  private volatile Optional<BufferSizes> buffers = Optional.empty();

  FlowCrowd(PerfTarget target, int count) {
    this.target = target;
    this.count = count;
    connected = new CountDownLatch(count);
    answered = new CountDownLatch(count);
    threads = new ArrayList<>(count);
  }

  /** Connects them all, and returns when they are all connected and idle. */
  void gather(Progress progress) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      int index = i;
      threads.add(Thread.ofVirtual().name("hvsock-flow " + i).start(() -> live(index)));
    }
    await(connected, Flow.FOREVER, progress);
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IOException("flows " + target.address() + ": " + e, e);
    }
  }

  /** Lets all of them talk, and returns when all have been answered, or one was not. */
  void release(Duration patience, Progress progress) throws IOException, InterruptedException {
    released.countDown();
    await(answered, patience, progress);
    long missing = answered.getCount();
    if (missing > 0) {
      Throwable first = failure.get();
      throw new IOException(
          "flows %s: %d of %d were answered %s"
              .formatted(
                  target.address(),
                  count - missing,
                  count,
                  first == null
                      ? "within " + DurationText.seconds(patience) + "; try: --answer-timeout"
                      : "when one failed: " + first.getMessage()),
          first);
    }
  }

  /** Waits until nothing is left to wait for, one has failed, or patience is at an end. */
  private void await(CountDownLatch latch, Duration patience, Progress progress)
      throws InterruptedException {
    long start = System.nanoTime();
    while (!latch.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)
        && failure.get() == null
        && Duration.ofNanos(System.nanoTime() - start).compareTo(patience) < 0) {
      progress.accept(count - latch.getCount());
    }
  }

  private void live(int index) {
    try (Flow flow = connect()) {
      connected.countDown();
      released.await();
      echo(flow, index);
      answered.countDown();
    } catch (Throwable e) { // of many threads, one may well find no memory left
      failure.compareAndSet(null, e);
    }
  }

  private Flow connect() throws IOException, InterruptedException {
    connecting.acquire();
    try {
      Flow flow = target.connect();
      if (buffers.isEmpty()) {
        buffers = flow.bufferSizes();
      }
      return flow;
    } finally {
      connecting.release();
    }
  }

  private void echo(Flow flow, int index) throws IOException {
    byte[] own = new byte[1 + index % MAX_BYTES];
    new Random(index).nextBytes(own);
    flow.write(ByteBuffer.wrap(own));
    ByteBuffer answer = ByteBuffer.allocate(own.length);
    int reads = 0;
    while (answer.hasRemaining()) {
      if (flow.read(answer) < 0) {
        throw new EOFException("flow " + index + ": the peer ended before it answered");
      }
      reads++;
    }
    bytes.add(2L * own.length);
    operations.add(1 + reads);
    if (!answer.flip().equals(ByteBuffer.wrap(own))) {
      throw new IOException("flow " + index + ": other bytes came back than were sent");
    }
  }

  /** The system's buffers of one of them; they are alike. */
  Optional<BufferSizes> buffers() {
    return buffers;
  }

  /** How many bytes were sent and read back, both counted. */
  long bytes() {
    return bytes.sum();
  }

  /** How many reads and writes that took. */
  long operations() {
    return operations.sum();
  }

  /** Ends those that have not ended, and waits for all. */
  @Override
  public void close() {
    if (answered.getCount() > 0) {
      threads.forEach(Thread::interrupt);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
