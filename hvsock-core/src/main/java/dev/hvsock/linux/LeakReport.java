package dev.hvsock.linux;

import dev.hvsock.Address;
import java.lang.ref.Cleaner;
import java.util.Optional;

/**
 * Says in the log that a flow or listener became unreachable without having been closed, which
 * loses its descriptor.
 */
final class LeakReport implements Runnable, Cleaner.Cleanable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final int fd;
  private final Address local;
  private final Optional<Address> remote;
  private final Cleaner.Cleanable watch;
  private volatile boolean closed;

  private LeakReport(Object owner, int fd, Address local, Optional<Address> remote) {
    this.fd = fd;
    this.local = local;
    this.remote = remote;
    this.watch = CLEANER.register(owner, this);
  }

  /** Watches a listener; to be cleaned when the descriptor is closed. */
  static Cleaner.Cleanable watch(LinuxListener listener, int fd, Address local) {
    return new LeakReport(listener, fd, local, Optional.empty());
  }

  /** Watches a flow; to be cleaned when the descriptor is closed. */
  static Cleaner.Cleanable watch(LinuxFlow flow, int fd, Address local, Address remote) {
    return new LeakReport(flow, fd, local, Optional.of(remote));
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
              "{0} was never closed: descriptor {1} is lost; try: try-with-resources",
              remote.map(there -> local + " <-> " + there).orElseGet(local::toString),
              fd);
    }
  }
}
