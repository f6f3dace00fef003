package dev.hvsock.testing.network;

import dev.hvsock.testing.Segment.Kind;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * What is underway in one direction of a connection, and when it arrives. Everything is done under
 * the connection's lock.
 */
final class Passage {
  private final Connection connection;
  private final Cable cable;
  private final Cable.Way way;
  private final SplittableRandom random;
  private final Arrivals arrivals;
  private final Queue<Part> underway = new ArrayDeque<>();
  private long heldUntil;
  private boolean planned;

  /**
   * Makes one in which nothing is underway.
   *
   * @param random of its own, so that it does not matter what else goes on
   */
  Passage(
      Connection connection,
      Cable cable,
      Cable.Way way,
      SplittableRandom random,
      Arrivals arrivals) {
    this.connection = connection;
    this.cable = cable;
    this.way = way;
    this.random = random;
    this.arrivals = arrivals;
  }

  /** Where it arrives. */
  interface Arrivals {
    /** So many bytes, or something else, have arrived. */
    void arrive(Kind kind, int bytes);

    /** All has arrived that was due at some instant. */
    void rest();
  }

  /**
   * What has left and has not arrived.
   *
   * @param at when it does at the earliest
   */
  private record Part(Kind kind, int bytes, long at) {}

  boolean isEmpty() {
    return underway.isEmpty();
  }

  /** Sends something that keeps its place among the others: it arrives after those before it. */
  void send(Kind kind, int bytes) {
    underway.add(new Part(kind, bytes, arrival(bytes)));
    arrive();
  }

  private long arrival(int bytes) {
    Cable.Impairments slow = cable.impairments();
    long jitter = slow.jitter() == 0 ? 0 : random.nextLong(slow.jitter() + 1);
    return way.send(connection.now(), bytes) + slow.latency() + jitter;
  }

  /** Sends something that has no place among the others; it is lost if the cable is down. */
  void sendAside(Runnable arrival) {
    if (!cable.isDown()) {
      connection.plan(
          arrival(0),
          () -> {
            if (!cable.isDown()) {
              arrival.run();
            }
          });
    }
  }

  private void arrive() {
    Part next = underway.peek();
    while (next != null && !isHeld(next.kind)) {
      long at = Math.max(next.at, heldUntil);
      if (at > connection.now()) {
        planFor(at);
        return;
      }
      underway.remove();
      arrivals.arrive(next.kind, next.bytes);
      next = underway.peek();
    }
  }

  private boolean isHeld(Kind kind) {
    return switch (kind) {
      case CONNECT, ACCEPT, REFUSE -> cable.isDown();
      default -> cable.holds();
    };
  }

  private void planFor(long at) {
    if (!planned) {
      planned = true;
      connection.plan(at, this::arriveAsPlanned);
    }
  }

  private void arriveAsPlanned() {
    planned = false;
    arrive();
    arrivals.rest();
  }

  /** The cable carries again: what it has held takes its time anew. */
  void release() {
    if (!underway.isEmpty()) {
      heldUntil = connection.now() + cable.impairments().latency();
      arrive();
      arrivals.rest();
    }
  }

  /** Loses what is underway. */
  void clear() {
    underway.clear();
  }
}
