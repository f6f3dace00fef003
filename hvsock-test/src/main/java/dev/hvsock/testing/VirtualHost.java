package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.MemoryAddress;
import dev.hvsock.testing.network.Host;
import dev.hvsock.testing.network.Place;
import java.io.IOException;
import java.util.function.Consumer;

/** One machine of a {@link VirtualNetwork}. Any thread may call any method. */
public final class VirtualHost {
  private final Host host;

  VirtualHost(Host host) {
    this.host = host;
  }

  /**
   * What may be done on a host.
   *
   * @param <T> what comes out of it
   * @param <X> how it may fail
   */
  @FunctionalInterface
  public interface Work<T, X extends Exception> {
    /** Does it. */
    T run() throws X;
  }

  /** Its name, or its CID in digits. */
  public String name() {
    return host.name();
  }

  /**
   * The address of one of its ports.
   *
   * @param port unsigned 32 bits; {@link MemoryAddress#ANY_PORT} to listen at a free one
   * @throws IllegalArgumentException if it is not
   */
  public MemoryAddress address(long port) {
    return host.address(port);
  }

  /**
   * Runs a part of a program on this host: what it connects to at {@code memory:} addresses, by
   * {@link Hvsock}, is in this host's network, as seen from this host, and it can listen at this
   * host's addresses only. So do the threads that it starts, the virtual ones of {@link
   * Hvsock#serve} among them; not those of a pool that were there before.
   */
  public <T, X extends Exception> T call(Work<T, X> work) throws X {
    return Place.on(host, work);
  }

  /** Connects from this host, as {@link Hvsock#connect(Address)} does. */
  public Flow connect(Address to) throws IOException {
    return connect(to, options -> {});
  }

  /** Connects from this host, as {@link Hvsock#connect(Address, Consumer)} does. */
  public Flow connect(Address to, Consumer<ConnectOptions> options) throws IOException {
    return this.<Flow, IOException>call(() -> Hvsock.connect(to, options));
  }

  /** Listens as {@link #listen(long, Consumer)} does, with the options as they are unless set. */
  public Listener listen(long port) throws IOException {
    return listen(port, options -> {});
  }

  /**
   * Listens at a port, <em>in the place of</em> who listens there now: that listener is closed, and
   * the flows that it accepted live on. {@link Hvsock#listen}, as everywhere, fails instead.
   *
   * @param port as for {@link #address}
   */
  public Listener listen(long port, Consumer<ListenOptions> options) throws IOException {
    ListenOptions set = new ListenOptions();
    options.accept(set);
    return host.listen(port, set, true);
  }

  /**
   * Closes whatever listens at a port; connecting is refused from then on.
   *
   * @throws IllegalArgumentException if it does not fit in 32 bits
   */
  public void unlisten(long port) {
    host.unlisten(port);
  }

  /**
   * Ends this host as if its machine were killed: its listeners are closed and its flows aborted,
   * so that the other ends see a reset. It may listen and connect again, as after a new start.
   */
  public void disconnect() {
    host.disconnect();
  }

  @Override
  public String toString() {
    return host.name();
  }
}
