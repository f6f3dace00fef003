package dev.hvsock.transfer.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What came of a wrong way.
 *
 * @param way which it was
 * @param outcome at the honest end: what it returned, or how it failed
 * @param told what the hostile peer was told in the end, empty for nothing
 * @param took until the honest end was done
 * @param changed what is another one in the sandbox now
 * @param secret what the peer must not hear
 */
record Encounter(
    WrongWay way, String outcome, String told, Duration took, Set<String> changed, String secret) {

  /** What an honest end needs to wait, to be told and to fail, and much more. */
  private static final Duration BOUND = Duration.ofSeconds(12);

  /** Has the peer do wrong to its victim. Both ends are closed after. */
  static Encounter of(WrongWay way, Sandbox sandbox, FlowPair pair) throws Exception {
    Map<String, String> before = sandbox.snapshot();
    long start = System.nanoTime();
    try (pair) {
      FutureTask<String> peer = new FutureTask<>(() -> perform(way, pair.second()));
      Thread.ofVirtual().name("hostile").start(peer);
      String outcome = outcome(way, sandbox, pair.first());
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      pair.first().close();
      return new Encounter(
          way, outcome, told(peer), took, sandbox.changed(before), sandbox.around().toString());
    }
  }

  /** How the honest end ends, which is aborted if it does not. */
  private static String outcome(WrongWay way, Sandbox sandbox, Flow flow) throws Exception {
    FutureTask<String> honest =
        new FutureTask<>(() -> way.victim().run(flow, sandbox, way.patience()));
    Thread.ofVirtual().name("honest").start(honest);
    try {
      return honest.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      flow.abort();
      return "it hangs";
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
      }
      throw new AssertionError(way.toString(), e.getCause());
    }
  }

  private static String perform(WrongWay way, Flow flow) throws Exception {
    RawPeer peer = new RawPeer(flow);
    try {
      way.script().run(peer);
    } catch (IOException e) {
      // The honest end has had enough.
    }
    return peer.lastWords();
  }

  private static String told(FutureTask<String> peer) throws Exception {
    try {
      return peer.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Fails unless the peer got nowhere, and the honest end said so. */
  void check() {
    assertTrue(outcome.contains(way.outcome()), () -> outcome + "\n is without: " + way.outcome());
    assertEquals(way.changes(), changed, "what has changed");
    checkHarmless();
  }

  /** Fails if the peer did harm, or the honest end was wrong; whatever the sockets made of it. */
  void checkHarmless() {
    assertTrue(way.changes().containsAll(changed), () -> this + " has changed " + changed);
    assertTrue(took.compareTo(BOUND) < 0, () -> "it took " + took);
    if (isPeerToHear()) {
      assertFalse(told.isEmpty(), () -> "the peer was not told: " + outcome);
      assertTrue(outcome.contains(told), () -> outcome + "; and the peer was told: " + told);
    }
    assertFalse(told.contains(secret), () -> "the peer hears where it is: " + told);
  }

  /** An honest end that has half-closed, or been told, has no more to say. */
  private boolean isPeerToHear() {
    return (outcome.startsWith("ProtocolException") || outcome.startsWith("TransferRefused"))
        && (!outcome.contains(": the peer ") || outcome.contains(": the peer breaks"))
        && !outcome.contains("it goes on after the end");
  }

  @Override
  public String toString() {
    return way.toString();
  }
}
