package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One flow of the stress: a sender and a receiver at each end, and perhaps somebody who aborts. */
final class EngineStressFlow {
  private static final int MOST_BYTES = 2 << 20;

  private final FlowPair pair;
  private final SplittableRandom random;
  private final boolean aborted;
  private final AtomicLong received = new AtomicLong();
  private final long expected;

  EngineStressFlow(FlowPair pair, SplittableRandom random, boolean aborted) {
    this.pair = pair;
    this.random = random;
    this.aborted = aborted;
    this.expected = 1L + random.nextInt(MOST_BYTES);
  }

  List<EngineTask> start() {
    List<EngineTask> tasks = new ArrayList<>();
    for (int direction = 0; direction < 2; direction++) {
      Flow from = direction == 0 ? pair.first() : pair.second();
      Flow to = direction == 0 ? pair.second() : pair.first();
      long seed = random.nextLong() >>> 16;
      SplittableRandom sending = random.split();
      SplittableRandom receiving = random.split();
      tasks.add(kind().start(() -> unlessAborted(() -> send(from, seed, sending))));
      tasks.add(kind().start(() -> unlessAborted(() -> receive(to, seed, receiving))));
    }
    if (aborted) {
      SplittableRandom when = random.split();
      tasks.add(kind().start(() -> abort(when)));
    }
    return tasks;
  }

  private EngineTask.Kind kind() {
    return random.nextInt(5) == 0 ? EngineTask.Kind.PLATFORM : EngineTask.Kind.VIRTUAL;
  }

  private void unlessAborted(EngineTask.Work work) throws Exception {
    try {
      work.run();
    } catch (IOException e) {
      if (!aborted) {
        throw e;
      }
    }
  }

  private void send(Flow flow, long seed, SplittableRandom random) throws IOException {
    for (long position = 0; position < expected; ) {
      long count = Math.min(expected - position, 1 + random.nextInt(60_000));
      ByteBuffer bytes = ForwardBytes.at(seed, position, count);
      limit(flow::writeTimeout, random);
      try {
        flow.write(bytes);
      } catch (InterruptedIOException e) {
        if (e.bytesTransferred != bytes.position()) {
          throw new AssertionError(
              "moved " + bytes.position() + ", but said " + e.bytesTransferred);
        }
        Thread.interrupted();
      }
      position += bytes.position();
      pause(random);
    }
    flow.shutdownOutput();
  }

  private void receive(Flow flow, long seed, SplittableRandom random) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(3000 + random.nextInt(60_000));
    long position = 0;
    while (true) {
      limit(flow::readTimeout, random);
      try {
        if (flow.read(buffer.clear()) < 0) {
          received.addAndGet(position);
          return;
        }
        position += ForwardBytes.check(buffer.flip(), seed, position);
      } catch (InterruptedIOException e) {
        if (buffer.position() != 0) {
          throw new AssertionError(buffer.position() + " bytes were read silently");
        }
        Thread.interrupted();
      }
      pause(random);
    }
  }

  private interface Limit {
    void set(Duration limit);
  }

  private static void limit(Limit limit, SplittableRandom random) {
    limit.set(random.nextInt(3) == 0 ? Duration.ofMillis(random.nextInt(8)) : Flow.FOREVER);
  }

  private static void pause(SplittableRandom random) {
    if (random.nextInt(12) == 0) {
      LockSupport.parkNanos(random.nextInt(3_000_000));
    }
  }

  private void abort(SplittableRandom when) throws IOException {
    LockSupport.parkNanos(when.nextInt(1_000_000_000));
    Flow flow = when.nextBoolean() ? pair.first() : pair.second();
    switch (when.nextInt(3)) {
      case 0 -> flow.abort();
      case 1 -> flow.close();
      default -> {
        flow.shutdownInput();
        flow.abort();
      }
    }
  }

  /** Everything arrived both ways, unless the flow was aborted. */
  void checkAndClose() throws Exception {
    if (!aborted && received.get() != 2 * expected) {
      throw new AssertionError(received + " bytes instead of twice " + expected);
    }
    EngineTask closing = EngineTask.virtual(pair.first()::close);
    pair.second().close();
    closing.join();
  }
}
