package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Listener;
import java.lang.ref.Cleaner;
import java.util.Optional;

/**
 * Says in the log that a flow or listener became unreachable without having been closed, which
 * loses what it holds of the system.
 */
public final class LeakReport implements Runnable, Cleaner.Cleanable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Object held;
  private final Address local;
  private final Optional<Address> remote;
  private final Cleaner.Cleanable watch;
  private volatile boolean closed;

  private LeakReport(Object owner, Object held, Address local, Optional<Address> remote) {
    this.held = held;
    this.local = local;
    this.remote = remote;
    this.watch = CLEANER.register(owner, this);
  }

  /**
   * Watches a listener; to be cleaned when it is closed.
   *
   * @param held what is lost otherwise, as its {@link Object#toString} says; does not lead to the
   *     listener
   */
  public static Cleaner.Cleanable watch(Listener listener, Object held) {
    return new LeakReport(listener, held, listener.localAddress(), Optional.empty());
  }

  /**
   * Watches a flow; to be cleaned when it is closed.
   *
   * @param held what is lost otherwise, as its {@link Object#toString} says; does not lead to the
   *     flow
   */
  public static Cleaner.Cleanable watch(Flow flow, Object held) {
    return new LeakReport(flow, held, flow.localAddress(), Optional.of(flow.remoteAddress()));
  }

  @Override
  public void clean() {
    closed = true;
    watch.clean();
  }

  @Override
  public void run() {
    if (!closed) {
      System.getLogger("dev.hvsock")
          .log(
              System.Logger.Level.WARNING,
              "{0} was never closed: {1} is lost; try: try-with-resources",
              remote.map(there -> local + " <-> " + there).orElseGet(local::toString),
              held);
    }
  }
}
