package dev.hvsock.testing.network;

import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.MemoryAddress;
import dev.hvsock.engine.BoundListener;
import java.io.IOException;
import java.util.Optional;

/** Accepts flows at a port of a host. */
final class VirtualListener extends BoundListener {
  private final Host host;
  private final MemoryAddress local;
  private final Backlog backlog;

  VirtualListener(Host host, MemoryAddress local, ListenOptions options, Timeline timeline) {
    this(host, local, options, new Backlog(host, options, timeline.crowd()));
  }

  private VirtualListener(Host host, MemoryAddress local, ListenOptions options, Backlog backlog) {
    super(local, backlog::obtainSeat, options.acceptTimeout());
    this.host = host;
    this.local = local;
    this.backlog = backlog;
  }

  /** Somebody wants to connect; gives whether the listener is still open. */
  boolean knock(Connection connection) {
    return backlog.knock(connection);
  }

  @Override
  protected Flow accept(long start) throws IOException {
    Optional<VirtualFlow> next = backlog.next();
    while (next.isEmpty()) {
      accepting().await(start, 0);
      next = backlog.next();
    }
    return next.get();
  }

  /** Closes it. */
  void end() {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError("freeing does not fail", e);
    }
  }

  @Override
  protected void free() {
    host.remove(local.port(), this);
    backlog.close();
  }
}
