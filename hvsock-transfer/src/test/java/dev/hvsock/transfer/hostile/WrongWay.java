package dev.hvsock.transfer.hostile;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * A way in which a peer does wrong.
 *
 * @param name what is wrong
 * @param victim the honest end that it is done to
 * @param script what the peer does
 * @param outcome a part of what comes of it at the honest end
 * @param patience of the honest end
 * @param changes what may change in the sandbox all the same, which is nothing as a rule
 */
record WrongWay(
    String name,
    Victim victim,
    Script script,
    String outcome,
    Duration patience,
    Set<String> changes) {

  /** More than the honest end should ever need. */
  private static final Duration ENOUGH = Duration.ofSeconds(10);

  /** What peers are waited for that say nothing. */
  private static final Duration LITTLE = Duration.ofSeconds(1);

  /** What a peer does. */
  interface Script {
    void run(RawPeer peer) throws Exception;
  }

  /** A peer that greets as it should, and then does this. */
  static WrongWay to(Victim victim, String name, Script script, String outcome) {
    return bare(victim, name, peer -> script.run(peer.greet(victim.peer)), outcome);
  }

  /** A peer that does this from the first byte on. */
  static WrongWay bare(Victim victim, String name, Script script, String outcome) {
    return new WrongWay(name, victim, script, outcome, ENOUGH, Set.of());
  }

  /** The same to an end that does not wait for long. */
  WrongWay soon() {
    return new WrongWay(name, victim, script, outcome, LITTLE, changes);
  }

  /** The same, but this changes in the sandbox: what the peer was right to send. */
  WrongWay changing(String... paths) {
    Set<String> all = new HashSet<>(changes);
    all.addAll(Set.of(paths));
    return new WrongWay(name, victim, script, outcome, patience, all);
  }

  @Override
  public String toString() {
    return victim + ": " + name;
  }
}
