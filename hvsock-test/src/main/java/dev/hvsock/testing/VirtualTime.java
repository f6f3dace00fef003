package dev.hvsock.testing;

/**
 * What makes the time of a {@link VirtualNetwork} pass, in which its links delay and its keep-alive
 * counts.
 *
 * <p>The time limits of flows and listeners are not among these: a read timeout, for example, is in
 * real time always, whatever the network's time does.
 */
public enum VirtualTime {
  /** It is the time of the clock. */
  REAL,

  /**
   * It stands still while anybody works, and jumps to the next arrival when everybody waits; so a
   * link of two seconds' latency takes no time to test. Keep-alive alone does not make it jump.
   * {@link VirtualNetwork#advance} moves it too.
   */
  JUMPING,

  /** It stands still but for {@link VirtualNetwork#advance}. */
  MANUAL
}
