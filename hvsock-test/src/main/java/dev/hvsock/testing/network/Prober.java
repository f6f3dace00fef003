package dev.hvsock.testing.network;

import dev.hvsock.KeepAlive;
import dev.hvsock.testing.Segment.Kind;
import java.util.Optional;

/**
 * Probes the peer of one end of a connection while it is silent, if that is wanted. Everything is
 * done under the connection's lock.
 */
final class Prober {
  private final Connection connection;
  private final Line incoming;
  private Optional<KeepAlive> wanted = Optional.empty();
  private Probing.State state = Probing.ALIVE;
  private long heard;
  private Runnable dropPlan = () -> {};

  /**
   * Makes one that probes nobody.
   *
   * @param incoming where the peer is heard
   */
  Prober(Connection connection, Line incoming) {
    this.connection = connection;
    this.incoming = incoming;
  }

  /** Says how, before it starts. */
  void want(Optional<KeepAlive> keepAlive) {
    wanted = keepAlive;
  }

  /** Begins. */
  void start() {
    heard();
    wanted.ifPresent(this::look);
  }

  /** Something has arrived. */
  void heard() {
    if (wanted.isPresent()) {
      heard = connection.now();
      state = Probing.ALIVE;
    }
  }

  /** Ends it. */
  void stop() {
    wanted = Optional.empty();
    dropPlan.run();
  }

  private void look(KeepAlive keepAlive) {
    long now = connection.now();
    switch (Probing.next(keepAlive, now - heard, state)) {
      case Probing.Action.Wait wait ->
          dropPlan = connection.planIdly(now + wait.nanos(), () -> look(keepAlive));
      case Probing.Action.Probe probe -> {
        state = probe.after();
        connection.opposite(incoming).departAside(Kind.PROBE);
        look(keepAlive);
      }
      case Probing.Action.Close close -> {
        stop();
        connection.opposite(incoming).reset();
        connection.cutOff(incoming);
      }
    }
  }
}
