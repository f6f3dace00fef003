package dev.hvsock;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link Hvsock#listen(Address, java.util.function.Consumer)} is set up with, and the flows
 * that it accepts.
 */
public final class ListenOptions extends FlowOptions<ListenOptions> {
  private int backlog = 4096;
  private Duration acceptTimeout = Flow.FOREVER;
  private Optional<Set<Long>> allowedCids = Optional.empty();
  private int maxFlows = Integer.MAX_VALUE;

  /** The options as they are unless set. */
  public ListenOptions() {}

  @Override
  ListenOptions self() {
    return this;
  }

  /**
   * How many peers may wait to be accepted; 4096 unless set. The system clamps it (see {@code
   * net.core.somaxconn}).
   */
  public ListenOptions backlog(int peers) {
    backlog = positive("backlog", peers);
    return this;
  }

  /**
   * How long one accept may wait, see {@link Listener#acceptTimeout(Duration)}; for ever unless
   * set.
   */
  public ListenOptions acceptTimeout(Duration timeout) {
    acceptTimeout = timeout;
    return this;
  }

  /**
   * Accepts flows from these CIDs only, on vsock only; a flow from another CID is ended before
   * anybody reads from it. Everybody may connect unless set.
   */
  public ListenOptions allowCids(Set<Long> cids) {
    cids.forEach(cid -> Unsigned32.check("CID", cid));
    allowedCids = Optional.of(Set.copyOf(cids));
    return this;
  }

  /**
   * How many flows a {@link Server} handles at once, while further peers wait to be accepted; no
   * limit unless set.
   */
  public ListenOptions maxFlows(int flows) {
    maxFlows = positive("max flows", flows);
    return this;
  }

  private static int positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " " + value + " is not positive");
    }
    return value;
  }

  /** The value set by {@link #backlog(int)}. */
  public int backlog() {
    return backlog;
  }

  /** The value set by {@link #acceptTimeout(Duration)}. */
  public Duration acceptTimeout() {
    return acceptTimeout;
  }

  /** The value set by {@link #allowCids(Set)}; empty where everybody may connect. */
  public Optional<Set<Long>> allowedCids() {
    return allowedCids;
  }

  /** The value set by {@link #maxFlows(int)}. */
  public int maxFlows() {
    return maxFlows;
  }
}
