package dev.hvsock.testing;

import dev.hvsock.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A growing number of flows to one echo server, each with a virtual thread that waits in it. */
final class ScaleFlows implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 40;

  private final Address echo;
  private final List<ScaleFlow> flows = new ArrayList<>();
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore answered = new Semaphore(0);
  private final Semaphore ended = new Semaphore(0);
  private final ConcurrentLinkedQueue<ScaleFlow> connected = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  ScaleFlows(Address echo) {
    this.echo = echo;
  }

  /** Opens flows, all at once, until there are so many. */
  void growTo(int count) throws InterruptedException {
    int more = count - flows.size();
    for (int i = flows.size(); i < count; i++) {
      long seed = i;
      Thread.startVirtualThread(() -> live(seed));
    }
    await(arrived, more, "flows are open");
    flows.addAll(connected);
    connected.clear();
  }

  private void live(long seed) {
    try {
      ScaleFlow flow = ScaleFlow.connect(echo, seed, answered::release);
      connected.add(flow);
      arrived.release();
      flow.listen();
      ended.release();
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /**
   * Lets every flow echo once.
   *
   * @return how many nanoseconds that took, for each flow
   */
  long echoOnce() throws InterruptedException, IOException {
    long start = System.nanoTime();
    for (ScaleFlow flow : flows) {
      flow.ask();
    }
    await(answered, flows.size(), "answers are there");
    return (System.nanoTime() - start) / flows.size();
  }

  private void await(Semaphore what, int count, String name) throws InterruptedException {
    if (!what.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(
          what.availablePermits() + " of " + count + " " + name, failure.get());
    }
  }

  int count() {
    return flows.size();
  }

  /** Ends every flow by its output, and waits until the server has ended them too. */
  void end() throws InterruptedException, IOException {
    for (ScaleFlow flow : flows) {
      flow.end();
    }
    await(ended, flows.size(), "flows have ended");
  }

  @Override
  public void close() {
    flows.forEach(ScaleFlow::abort);
  }
}
