package dev.hvsock.testing.network;

import dev.hvsock.KeepAlive;
import dev.hvsock.testing.Segment.Kind;

/**
 * Probes the peer of one end of a connection while it is silent. Everything is done under the
 * connection's lock.
 */
final class Prober {
  private final Connection connection;
  private final Line incoming;
  private final KeepAlive keepAlive;
  private Probing.State state = Probing.ALIVE;
  private long heard;

  Prober(Connection connection, Line incoming, KeepAlive keepAlive) {
    this.connection = connection;
    this.incoming = incoming;
    this.keepAlive = keepAlive;
  }

  /** Something has arrived. */
  void heard() {
    heard = connection.now();
    state = Probing.ALIVE;
  }

  /** Begins, until this end leaves or is cut off. */
  void start() {
    heard();
    look();
  }

  private void look() {
    if (incoming.isProbedBy(this)) {
      long now = connection.now();
      switch (Probing.next(keepAlive, now - heard, state)) {
        case Probing.Action.Wait wait -> connection.planIdly(now + wait.nanos(), this::look);
        case Probing.Action.Probe probe -> {
          state = probe.after();
          connection.opposite(incoming).departAside(Kind.PROBE);
          look();
        }
        case Probing.Action.Close close -> {
          connection.opposite(incoming).reset();
          connection.cutOff(incoming);
        }
      }
    }
  }
}
