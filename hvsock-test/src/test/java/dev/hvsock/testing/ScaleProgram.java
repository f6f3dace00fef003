package dev.hvsock.testing;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Opens up to 15,000 flows to an echo server in another JVM, and tells what each of them costs: in
 * memory while it is idle, and in time when all of them echo.
 */
final class ScaleProgram {
  /**
   * What both JVMs get: 512 MiB, of which little is room for garbage, which no flow holds and which
   * would be counted.
   */
  static final List<String> JVM_OPTIONS = List.of("-Xmx512m", "-Xmn16m", "-XX:+UseSerialGC");

  private static final int WARM_UP = 1000;
  private static final int WARM_UP_ROUNDS = 30;
  private static final int[] COUNTS = {100, 1000, 5000, 15_000};
  private static final int ECHOES = 15_000;

  /** Of process memory; the heap has less than half of that, and most of it is threads' stacks. */
  private static final long MOST_BYTES = 8192;

  /**
   * How much dearer a flow may be among 15,000 than among fewer; more where other processes of a
   * busy machine are part of it.
   */
  private static final double MOST_CPU_RATIO = 3;

  private static final double MOST_RATIO = 10;

  /**
   * What both processes hold.
   *
   * @param resident of this process
   * @param heap of this process
   */
  private record Memory(long resident, long heap, ScaleEcho.Memory server) {
    static Memory now(ScaleEcho echo) throws Exception {
      long heap = EngineCounts.now().heap();
      return new Memory(EngineCounts.resident(), heap, echo.memory());
    }
  }

  private ScaleProgram() {}

  /** The transport is the only argument. */
  public static void main(String[] args) throws Exception {
    ForwardTransport transport = ForwardTransport.valueOf(args[0]);
    try (ScaleEcho echo = new ScaleEcho(transport.fresh(), JVM_OPTIONS)) {
      warmUp(echo);
      measure(echo);
    }
    System.exit(0);
  }

  private static void warmUp(ScaleEcho echo) throws Exception {
    try (ScaleFlows flows = new ScaleFlows(echo.address())) {
      flows.growTo(WARM_UP);
      for (int i = 0; i < WARM_UP_ROUNDS; i++) {
        flows.echoOnce();
      }
      flows.end();
    }
  }

  private static void measure(ScaleEcho echo) throws Exception {
    Memory before = Memory.now(echo);
    Cost[] costs = new Cost[COUNTS.length];
    try (ScaleFlows flows = new ScaleFlows(echo.address())) {
      for (int i = 0; i < COUNTS.length; i++) {
        long start = System.nanoTime();
        flows.growTo(COUNTS[i]);
        long opened = System.nanoTime() - start;
        if (i == COUNTS.length - 1) {
          checkMemory(COUNTS[i], before, Memory.now(echo));
        }
        costs[i] = cost(flows, echo);
        System.out.printf(
            "%d flows: grown to in %d ms; for each to echo once takes %d ns a flow, %d ns of CPU%n",
            COUNTS[i], opened / 1_000_000, costs[i].nanos, costs[i].cpuNanos);
      }
      flows.end();
    }
    checkGrowth(costs, Cost::nanos, MOST_RATIO);
    checkGrowth(costs, Cost::cpuNanos, MOST_CPU_RATIO);
  }

  /**
   * What one flow takes to echo once.
   *
   * @param nanos of time, by the median round
   * @param cpuNanos of both processes, by all rounds
   */
  private record Cost(long nanos, long cpuNanos) {}

  private static Cost cost(ScaleFlows flows, ScaleEcho echo) throws Exception {
    long[] rounds = new long[ECHOES / flows.count()];
    long cpu = echo.cpuNanos();
    for (int i = 0; i < rounds.length; i++) {
      rounds[i] = flows.echoOnce();
    }
    cpu = echo.cpuNanos() - cpu;
    Arrays.sort(rounds);
    return new Cost(rounds[rounds.length / 2], cpu / ECHOES);
  }

  private static void checkMemory(int flows, Memory before, Memory after) {
    long client = (after.resident() - before.resident()) / flows;
    long server = (after.server().resident() - before.server().resident()) / flows;
    System.out.printf(
        "%d idle flows: %d bytes of memory a flow, %d of them on the heap; in the server %d and %d%n",
        after.server().flows(),
        client,
        (after.heap() - before.heap()) / flows,
        server,
        (after.server().heap() - before.server().heap()) / flows);
    check(after.server().flows() == flows, "flows were lost");
    check(client <= MOST_BYTES, client + " bytes a flow");
    check(server <= MOST_BYTES, server + " bytes a flow in the server");
  }

  private static void checkGrowth(Cost[] costs, ToLongFunction<Cost> of, double mostRatio) {
    long[] each = Stream.of(costs).mapToLong(of).toArray();
    double ratio = (double) each[each.length - 1] / LongStream.of(each).min().orElseThrow();
    check(ratio <= mostRatio, "a flow's cost grows with their number: " + Arrays.toString(each));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
