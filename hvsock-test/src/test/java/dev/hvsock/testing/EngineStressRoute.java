package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.ProxyStatistics;
import dev.hvsock.ProxyStatistics.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The way that the streams of one case take.
 *
 * @param kind through what they go
 * @param transports the kinds of flow that they go through
 * @param ways from which flow to which the streams go
 * @param flows all flows that are part of it, those of the ends first
 * @param ends how many of these are ends
 * @param middle what passes the bytes on, if anything does
 */
record EngineStressRoute(
    Kind kind,
    List<ForwardTransport> transports,
    List<Way> ways,
    List<Flow> flows,
    int ends,
    Optional<EngineTask.Work> middle) {

  /** What there is between the ends. */
  enum Kind {
    DIRECT,
    FORWARDED,
    ECHOED
  }

  /**
   * Where one stream goes.
   *
   * @param from where it is written
   * @param to where it is read
   */
  record Way(Flow from, Flow to) {}

  static EngineStressRoute open(EngineStressListeners listeners, SplittableRandom random)
      throws IOException {
    EngineStressListeners.Met met = listeners.connect(random);
    return switch (random.nextInt(8)) {
      case 0 -> echoed(met);
      case 1, 2 -> forwarded(met, listeners.connect(random));
      default -> direct(met);
    };
  }

  private static EngineStressRoute direct(EngineStressListeners.Met met) {
    Flow first = met.pair().first();
    Flow second = met.pair().second();
    return new EngineStressRoute(
        Kind.DIRECT,
        List.of(met.transport()),
        List.of(new Way(first, second), new Way(second, first)),
        List.of(first, second),
        2,
        Optional.empty());
  }

  private static EngineStressRoute echoed(EngineStressListeners.Met met) {
    Flow first = met.pair().first();
    Flow echoing = met.pair().second();
    return new EngineStressRoute(
        Kind.ECHOED,
        List.of(met.transport()),
        List.of(new Way(first, first)),
        List.of(first, echoing),
        1,
        Optional.of(() -> echo(echoing)));
  }

  private static void echo(Flow flow) throws IOException {
    try {
      Flows.copy(flow, flow);
      flow.close();
    } finally {
      flow.abort();
    }
  }

  private static EngineStressRoute forwarded(
      EngineStressListeners.Met left, EngineStressListeners.Met right) {
    Flow first = left.pair().first();
    Flow second = right.pair().second();
    FlowPair joined =
        new FlowPair(/* first= */ left.pair().second(), /* second= */ right.pair().first());
    return new EngineStressRoute(
        Kind.FORWARDED,
        List.of(left.transport(), right.transport()),
        List.of(new Way(first, second), new Way(second, first)),
        List.of(first, second, joined.first(), joined.second()),
        2,
        Optional.of(() -> forward(joined)));
  }

  private static void forward(FlowPair joined) throws IOException {
    try {
      ProxyStatistics statistics = Flows.proxy(joined.first(), joined.second());
      joined.first().close();
      joined.second().close();
      Optional<Failure> failure = statistics.failures().findFirst();
      if (failure.isPresent()) {
        throw failure.get().cause();
      }
    } finally {
      joined.close();
    }
  }

  /** Whether a writer learns that its reader has shut its input down. */
  boolean tellsInputShutdown() {
    return kind != Kind.ECHOED && !transports.contains(ForwardTransport.TCP);
  }

  /** Whether an end that is aborted never looks like an orderly one at the other. */
  boolean tellsReset() {
    return kind == Kind.DIRECT && transports.contains(ForwardTransport.TCP);
  }

  /** Starts the middle, if there is one. */
  List<EngineTask> start(EngineTask.Kind threads) {
    List<EngineTask> tasks = new ArrayList<>();
    middle.ifPresent(work -> tasks.add(threads.start(work)));
    return tasks;
  }

  void abort() {
    flows.forEach(Flow::abort);
  }
}
