package dev.hvsock.transfer;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The two ends of a transfer, through memory unless said otherwise, each in a thread of its own.
 *
 * @param near what came of the one
 * @param far what came of the other
 */
record BothEnds<N, F>(CompletableFuture<N> near, CompletableFuture<F> far) {
  private static final int SECONDS = 20;

  /** What an end does with its flow. */
  interface End<R> {
    R run(Flow flow) throws Exception;
  }

  /** Runs both, until both have ended. */
  static <N, F> BothEnds<N, F> of(End<N> near, End<F> far) throws Exception {
    return over(Flows.pair(), SECONDS, near, far);
  }

  /** Runs both over these flows, until both have ended. */
  static <N, F> BothEnds<N, F> over(FlowPair pair, int seconds, End<N> near, End<F> far)
      throws Exception {
    BothEnds<N, F> ends = new BothEnds<>(start(near, pair.first()), start(far, pair.second()));
    ends.await(seconds);
    return ends;
  }

  private static <R> CompletableFuture<R> start(End<R> end, Flow flow) {
    CompletableFuture<R> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(runAndClose(end, flow));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  /** Whoever awaits the result finds the flow closed. */
  private static <R> R runAndClose(End<R> end, Flow flow) throws Exception {
    try (flow) {
      return end.run(flow);
    }
  }

  private void await(int seconds) throws InterruptedException, TimeoutException {
    try {
      CompletableFuture.allOf(near, far).get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      // Whoever asks for the result of that end is told.
    }
  }

  /** The failure of an end that must have failed. */
  static Throwable failure(CompletableFuture<?> end) throws InterruptedException {
    try {
      throw new AssertionError("it came to " + end.get());
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }
}
