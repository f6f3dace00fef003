package dev.hvsock.testing.network;

import dev.hvsock.KeepAlive;

/**
 * When to probe a silent peer, and when to give it up: the algorithm of keep-alive, which has no
 * clock and does nothing.
 *
 * <p>The first probe is due when the peer has been silent for {@link KeepAlive#idle}, the next ones
 * {@link KeepAlive#interval} after the one before. A probe that is late, because nobody looked,
 * puts off those after it: they are never sent back to back, and only a probe that was sent can be
 * missed. One interval after the last one the peer is given up.
 */
final class Probing {
  /** What has been done about a peer that has just been heard. */
  static final State ALIVE = new State(0, 0);

  private Probing() {}

  /**
   * What has been done about a peer.
   *
   * @param probes how many were sent since it was heard last
   * @param lastAt after how many nanoseconds of silence the last of them was
   */
  record State(int probes, long lastAt) {}

  /** What to do about a peer. */
  sealed interface Action {
    /**
     * Nothing now.
     *
     * @param nanos when to look again, unless it is heard before
     */
    record Wait(long nanos) implements Action {}

    /**
     * Probe it.
     *
     * @param after what has been done then
     */
    record Probe(State after) implements Action {}

    /** Give it up. */
    record Close() implements Action {}
  }

  /** What to do about a peer that has been silent for so many nanoseconds. */
  static Action next(KeepAlive keepAlive, long silence, State state) {
    long due =
        state.probes == 0
            ? keepAlive.idle().toNanos()
            : state.lastAt + keepAlive.interval().toNanos();
    if (silence < due) {
      return new Action.Wait(due - silence);
    }
    return state.probes < keepAlive.probes()
        ? new Action.Probe(new State(state.probes + 1, silence))
        : new Action.Close();
  }
}
