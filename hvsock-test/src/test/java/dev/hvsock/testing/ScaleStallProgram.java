package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts how often 50 flows echo, in turn with 50 others that are held up, since their clients
 * write and never read, and without these.
 */
final class ScaleStallProgram {
  private static final int FLOWS = 50;
  private static final int TURNS = 5;
  private static final long TURN_NANOS = 100_000_000;
  private static final long SETTLE_MILLIS = 100;
  private static final long BUFFER_BYTES = 64 * 1024; // so that they are full soon

  /** How much of their rate the flows keep at least; all of it but for noise. */
  private static final double LEAST_RATIO = 0.5;

  private ScaleStallProgram() {}

  public static void main(String[] args) throws Exception {
    EngineLog log = new EngineLog(); // those that were held up end early
    for (ForwardTransport transport : List.of(ForwardTransport.UNIX, ForwardTransport.TCP)) {
      try (Server server =
              Hvsock.serve(
                  transport.fresh(),
                  flow -> Flows.copy(flow, flow),
                  listen -> listen.bufferSize(BUFFER_BYTES));
          ScaleFlows flows = new ScaleFlows(server.localAddress())) {
        flows.growTo(FLOWS);
        for (int i = 0; i < TURNS; i++) {
          rate(flows); // warms up
        }
        compare(transport, flows, server.localAddress());
        flows.end();
      }
    }
    log.close();
    System.exit(0);
  }

  private static void compare(ForwardTransport transport, ScaleFlows flows, Address address)
      throws Exception {
    double[] alone = new double[TURNS];
    double[] beside = new double[TURNS];
    for (int i = 0; i < TURNS; i++) {
      alone[i] = rate(flows);
      Stalled stalled = new Stalled(address);
      do {
        beside[i] = rate(flows);
      } while (!stalled.wereHeldUp()); // for as long as that is: a busy machine fills them slowly
      stalled.abort();
    }
    double ratio = median(beside) / median(alone);
    System.out.printf(
        "%d flows over %s echo %.0f times a second alone, %.2f of that beside %d stalled ones%n",
        FLOWS, transport, median(alone), ratio, FLOWS);
    if (ratio < LEAST_RATIO) {
      throw new AssertionError("stalled flows slow others down to " + ratio);
    }
  }

  private static double rate(ScaleFlows flows) throws Exception {
    long start = System.nanoTime();
    long echoes = 0;
    long passed = 0;
    while (passed < TURN_NANOS) {
      flows.echoOnce();
      echoes += flows.count();
      passed = System.nanoTime() - start;
    }
    return echoes * 1e9 / passed;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Clients that write until nothing more is accepted, and never read. */
  private static final class Stalled {
    private final List<Flow> flows = new ArrayList<>();
    private final List<EngineTask> writers = new ArrayList<>();
    private final AtomicLong written = new AtomicLong();
    private long settled;

    Stalled(Address address) throws Exception {
      for (int i = 0; i < FLOWS; i++) {
        Flow flow = Hvsock.connect(address, connect -> connect.bufferSize(BUFFER_BYTES));
        flows.add(flow);
        writers.add(EngineTask.virtual(() -> writeOn(flow)));
      }
      long before;
      do {
        before = written.get();
        Thread.sleep(SETTLE_MILLIS);
      } while (written.get() != before || before == 0);
      settled = before;
    }

    private void writeOn(Flow flow) throws IOException {
      while (true) {
        written.addAndGet(flow.write(ForwardBytes.at(1, 0, 8192)));
      }
    }

    /** Whether nothing has been accepted since they came to a stop, or this was asked last. */
    boolean wereHeldUp() {
      long before = settled;
      settled = written.get();
      return settled == before;
    }

    void abort() throws InterruptedException {
      flows.forEach(Flow::abort);
      for (EngineTask writer : writers) {
        writer.failure();
      }
    }
  }
}
