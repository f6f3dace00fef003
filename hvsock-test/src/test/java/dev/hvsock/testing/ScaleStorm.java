package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Thousands of virtual threads that connect to one listener at the same moment. */
final class ScaleStorm {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int LEAST_BYTES = 100;

  private ScaleStorm() {}

  /**
   * Has all of them connected before the first is accepted, and then has each of them echo a stream
   * of its own.
   *
   * @param room how many the system lets wait to be accepted; if these are fewer than {@code
   *     count}, accepting begins at once
   */
  static void strike(Listener listener, int count, int room) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch connected = new CountDownLatch(count);
    List<EngineTask> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long seed = i;
      tasks.add(
          EngineTask.virtual(
              () -> {
                gate.await();
                try (Flow flow = connect(listener.localAddress())) {
                  connected.countDown();
                  echo(flow, seed);
                }
              }));
    }
    long start = System.nanoTime();
    gate.countDown();
    if (room >= count && !connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      for (EngineTask task : tasks) {
        if (task.hasEnded()) {
          task.join(); // which tells why
        }
      }
      throw new AssertionError(connected.getCount() + " were not connected");
    }
    long waiting = System.nanoTime() - start;
    for (int i = 0; i < count; i++) {
      Flow accepted = listener.accept();
      tasks.add(EngineTask.virtual(() -> answer(accepted)));
    }
    for (EngineTask task : tasks) {
      task.join();
    }
    System.out.printf(
        "%d connected to %s at once, in %d ms, and had their echo after %d ms%n",
        count,
        listener.localAddress(),
        waiting / 1_000_000,
        (System.nanoTime() - start) / 1_000_000);
  }

  private static Flow connect(Address address) throws IOException {
    return Hvsock.connect(address, connect -> connect.timeout(PATIENCE));
  }

  private static void echo(Flow flow, long seed) throws IOException {
    long bytes = LEAST_BYTES + seed;
    ForwardBytes.sendAll(flow, seed, bytes);
    ForwardBytes.expectAll(flow, seed, bytes);
  }

  /** Echoes a flow until its end, and ends it. */
  static void answer(Flow flow) throws IOException {
    try (flow) {
      Flows.copy(flow, flow);
    }
  }
}
