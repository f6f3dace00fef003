package dev.hvsock.testing;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A thousand cases of {@link EngineStressFlow} at any time, each followed by another one until the
 * time is over; compares what the process holds before and after.
 */
final class EngineStressProgram {
  /** The system property that says for how many seconds. */
  static final String SECONDS = "hvsock.stress.seconds";

  private static final int AT_ONCE = 1000;
  static final int STANDARD_SECONDS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(1);

  /** 64 pipes of two ends each are kept, too. */
  private static final int DESCRIPTOR_SLACK = EngineCounts.KEPT_DESCRIPTORS + 128;

  private static final int MORE_BUFFERS_THAN_KEPT = 300;

  /**
   * Blocks of slots, of which there are as many as were lent at once; a minute has 50,000 cases.
   */
  private static final long FOREIGN_SLACK = 150_000;

  private final SplittableRandom random;
  private final EngineStressListeners listeners;
  private final AtomicInteger complete = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private EngineStressProgram(long seed, EngineStressListeners listeners) {
    this.random = new SplittableRandom(seed);
    this.listeners = listeners;
  }

  public static void main(String[] args) throws Exception {
    long seed = Long.getLong(Seeded.SEED, System.nanoTime());
    System.out.println("-D" + Seeded.SEED + "=" + seed);
    EngineLog log = new EngineLog(); // that flows end early is what is wanted
    try (EngineStressListeners listeners = new EngineStressListeners()) {
      fillPools();
      new EngineStressProgram(seed, listeners).run(WARM_UP);
      EngineCounts before = EngineCounts.now();
      EngineStressProgram stress = new EngineStressProgram(seed + 1, listeners);
      stress.run(Duration.ofSeconds(Integer.getInteger(SECONDS, STANDARD_SECONDS)));
      EngineCounts after = EngineCounts.now();
      stress.report();
      before.checkKept(after, DESCRIPTOR_SLACK, FOREIGN_SLACK);
      long stuck = EngineStacks.virtualThreads();
      if (stuck > 0) {
        throw new AssertionError(stuck + " virtual threads are left\n" + EngineStacks.now());
      }
    }
    log.close();
    System.exit(0);
  }

  /**
   * So that the buffers which copies keep for the next ones are as many before as after: the module
   * shows them to nobody, but there are no modules in this JVM.
   */
  private static void fillPools() throws ReflectiveOperationException {
    Class<?> pool = Class.forName("dev.hvsock.engine.NativeBuffers");
    Method borrow = pool.getMethod("borrow", boolean.class);
    Method giveBack = pool.getMethod("giveBack", ByteBuffer.class);
    for (boolean large : new boolean[] {true, false}) {
      List<Object> buffers = new ArrayList<>();
      for (int i = 0; i < MORE_BUFFERS_THAN_KEPT; i++) {
        buffers.add(borrow.invoke(null, large));
      }
      for (Object buffer : buffers) {
        giveBack.invoke(null, buffer);
      }
    }
  }

  private void run(Duration length) throws Exception {
    long end = System.nanoTime() + length.toNanos();
    List<Thread> seats = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      SplittableRandom own = random.split();
      seats.add(Thread.ofVirtual().start(() -> takeTurns(own, end)));
    }
    for (Thread seat : seats) {
      seat.join();
    }
    Throwable failed = failure.get();
    if (failed != null) {
      throw new AssertionError(failed.getMessage(), failed);
    }
  }

  private void takeTurns(SplittableRandom own, long end) {
    try {
      while (failure.get() == null && System.nanoTime() < end) {
        EngineStressFlow flow =
            new EngineStressFlow(EngineStressRoute.open(listeners, own), own.split());
        flow.run();
        (flow.isComplete() ? complete : cut).incrementAndGet();
        bytes.addAndGet(flow.received());
      }
    } catch (Exception | AssertionError e) {
      failure.compareAndSet(null, e);
    }
  }

  private void report() {
    System.out.printf(
        "%d cases went through and %d were cut short, %d at any time; %d MiB in all%n",
        complete.get(), cut.get(), AT_ONCE, bytes.get() >> 20);
  }
}
