package dev.hvsock.testing;

import dev.hvsock.testing.network.Cable;
import java.time.Duration;

/**
 * What lies between two hosts of a {@link VirtualNetwork}, in both directions. What is set holds
 * for what is sent from then on, on flows that are there already too. Any thread may call any
 * method.
 */
public final class VirtualLink {
  private final Cable cable;

  VirtualLink(Cable cable) {
    this.cable = cable;
  }

  /** How long everything takes from one end to the other; nothing unless set. */
  public VirtualLink latency(Duration delay) {
    cable.latency(notNegative("latency", delay));
    return this;
  }

  /**
   * How much longer than that it may take: each segment between nothing and this, at random.
   * Nothing overtakes what was sent before it on the same flow.
   */
  public VirtualLink jitter(Duration most) {
    cable.jitter(notNegative("jitter", most));
    return this;
  }

  private static long notNegative(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + " " + duration + " is negative");
    }
    return duration.toNanos();
  }

  /**
   * How many bytes of streams it carries in a second, each way, for all flows together; without
   * limit unless set.
   */
  public VirtualLink bandwidth(long bytesInSecond) {
    cable.bandwidth(positive("bandwidth", bytesInSecond));
    return this;
  }

  /** How many bytes a flow that begins from now on may hold each way at most. */
  public VirtualLink buffer(int bytes) {
    cable.buffer((int) positive("buffer", bytes));
    return this;
  }

  private static long positive(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " " + value + " is not positive");
    }
    return value;
  }

  /**
   * Lets so many more bytes of streams arrive, both ways and of all flows together, and then resets
   * the flows as {@link #reset} does, once. What has arrived is read before the reset is seen.
   */
  public VirtualLink cutAfter(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("cut after " + bytes + " bytes is negative");
    }
    cable.cutAfter(bytes);
    return this;
  }

  /**
   * Carries nothing any more, until {@link #up}: what is underway or sent waits, nobody can connect
   * or is refused, and keep-alive probes are lost.
   */
  public void down() {
    cable.down(true);
  }

  /** Carries everything again; what waited takes its latency anew. */
  public void up() {
    cable.down(false);
  }

  /**
   * Carries no bytes and no ends of streams, until {@link #resume}, as if the other end did not get
   * round to it: they wait, but whoever connects is answered, and so are keep-alive probes.
   */
  public void stall() {
    cable.stalled(true);
  }

  /** Carries streams again; what waited takes its latency anew. */
  public void resume() {
    cable.stalled(false);
  }

  /** Resets all flows that lead through it, at both ends at once; what is underway is lost. */
  public void reset() {
    cable.reset();
  }
}
