package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * One case of the stress: the streams of one route, each with a sender and a receiver in threads of
 * their own, and what happens to them.
 *
 * <p>Half of the cases are left alone, with neither time limits nor interrupts: nothing but the
 * system's own events wakes their threads, so that a wake-up which is lost leaves them stuck.
 */
final class EngineStressFlow {
  /** Longer than any case takes, on a busy machine. */
  private static final long PATIENCE_NANOS = 40_000_000_000L;

  /** What cuts a case short. */
  enum Cut {
    NONE,
    ABORT,
    CLOSE,
    STOP_READING,
    ABORT_MIDDLE,
    INTERRUPT_MIDDLE
  }

  private final EngineStressRoute route;
  private final SplittableRandom random;
  private final boolean disturbed;
  private final Cut cut;
  private final List<EngineStressStream> streams = new ArrayList<>();
  private final List<EngineTask> workers = new ArrayList<>();
  private final List<EngineTask> tasks = new ArrayList<>();
  private List<EngineTask> middle = List.of();
  private Optional<Flow> cutAt = Optional.empty();

  EngineStressFlow(EngineStressRoute route, SplittableRandom random) {
    this.route = route;
    this.random = random;
    this.disturbed = random.nextBoolean();
    this.cut = drawCut();
    for (EngineStressRoute.Way way : route.ways()) {
      boolean withFiles = !disturbed && cut == Cut.NONE;
      streams.add(
          new EngineStressStream(way.from(), way.to(), disturbed, withFiles, random.split()));
    }
  }

  private Cut drawCut() {
    Cut drawn =
        random.nextInt(2) == 0
            ? Cut.NONE
            : Cut.values()[1 + random.nextInt(Cut.values().length - 1)];
    return switch (drawn) {
      case STOP_READING -> route.tellsInputShutdown() ? drawn : Cut.NONE;
      case ABORT_MIDDLE, INTERRUPT_MIDDLE -> route.middle().isPresent() ? drawn : Cut.NONE;
      case NONE, ABORT, CLOSE -> drawn;
    };
  }

  /** Runs the case to its end and checks how it ended. */
  void run() throws Exception {
    try {
      start();
      trouble();
      checkStreams();
      closeOrAbort();
    } catch (Exception | AssertionError e) {
      throw new AssertionError(this + ": " + e.getMessage(), e);
    } finally {
      route.abort();
    }
  }

  private void start() {
    // In a quarter of the cases the answer begins when the request has ended.
    boolean inTurn = streams.size() == 2 && random.nextInt(4) == 0;
    middle = route.start(kind());
    tasks.addAll(middle);
    for (EngineStressStream stream : streams) {
      boolean waits = inTurn && stream == streams.get(1);
      workers.add(
          kind()
              .start(
                  () -> {
                    if (waits) {
                      streams.get(0).awaitOver();
                    }
                    stream.send();
                  }));
      workers.add(kind().start(stream::receive));
    }
    tasks.addAll(workers);
  }

  private EngineTask.Kind kind() {
    return random.nextInt(5) == 0 ? EngineTask.Kind.PLATFORM : EngineTask.Kind.VIRTUAL;
  }

  /** Interrupts and cuts, until all work has ended. */
  private void trouble() throws IOException, InterruptedException {
    long start = System.nanoTime();
    long cutNanos = random.nextInt(1 << (10 + random.nextInt(20)));
    boolean pending = cut != Cut.NONE;
    while (!haveAllEnded()) {
      long passed = System.nanoTime() - start;
      if (passed > PATIENCE_NANOS) {
        throw new AssertionError("stuck\n" + EngineStacks.now());
      }
      if (pending && passed >= cutNanos) {
        pending = false;
        cut();
      }
      if (disturbed && random.nextInt(4) == 0) {
        workers.get(random.nextInt(workers.size())).interrupt();
      }
      long nap = 5_000_000L + random.nextInt(30_000_000);
      LockSupport.parkNanos(pending ? Math.min(cutNanos - passed, nap) : nap);
    }
  }

  /** Fails as soon as one of them has failed that should not have. */
  private boolean haveAllEnded() throws InterruptedException {
    boolean ended = true;
    for (EngineTask task : tasks) {
      if (task.hasEnded()) {
        checkOutcome(task);
      } else {
        ended = false;
      }
    }
    return ended;
  }

  private void cut() throws IOException {
    Flow end = route.flows().get(random.nextInt(route.ends()));
    cutAt = Optional.of(end);
    switch (cut) {
      case ABORT -> end.abort();
      case CLOSE -> end.close();
      case STOP_READING -> end.shutdownInput();
      case ABORT_MIDDLE -> route.flows().getLast().abort();
      case INTERRUPT_MIDDLE -> middle.forEach(EngineTask::interrupt);
      case NONE -> throw new IllegalStateException();
    }
  }

  private void checkOutcome(EngineTask task) throws InterruptedException {
    Optional<Throwable> failure = task.outcome();
    if (failure.isPresent() && !isExpected(failure.get())) {
      throw new AssertionError(failure.get().toString(), failure.get());
    }
  }

  /** Whether it is what the contract has for a flow that was cut. */
  private boolean isExpected(Throwable failure) {
    boolean typed =
        failure instanceof ClosedChannelException || failure instanceof FlowResetException;
    boolean interrupted =
        failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException);
    return cutAt.isPresent() && (typed || (cut == Cut.INTERRUPT_MIDDLE && interrupted));
  }

  private void checkStreams() {
    for (int i = 0; i < streams.size(); i++) {
      boolean cutAtReader = cutAt.equals(Optional.of(route.ways().get(i).to()));
      boolean wentOn = cutAt.isEmpty() || (cut == Cut.STOP_READING && !cutAtReader);
      EngineStressStream stream = streams.get(i);
      if (wentOn) {
        stream.checkComplete();
      } else {
        stream.checkPrefix();
      }
      if (cut == Cut.ABORT && !cutAtReader && route.tellsReset() && stream.endedEarly()) {
        throw new AssertionError("an abort looked like an end: " + stream);
      }
    }
  }

  private void closeOrAbort() throws IOException {
    if (random.nextBoolean()) {
      for (Flow flow : route.flows()) {
        flow.close();
      }
    }
  }

  /** Whether all streams went through. */
  boolean isComplete() {
    return streams.stream().allMatch(EngineStressStream::isComplete);
  }

  long received() {
    return streams.stream().mapToLong(EngineStressStream::received).sum();
  }

  @Override
  public String toString() {
    return "%s over %s, %s, %s, %s"
        .formatted(
            route.kind(), route.transports(), disturbed ? "disturbed" : "calm", cut, streams);
  }
}
