package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the cases of the listener contract listen, and what the transport can do there. */
public interface ListenerSupply {

  /** An address at which nobody listens and everybody may; another one each time. */
  Address freshAddress() throws IOException;

  /**
   * Connects as the transport under test does; by {@link Hvsock} unless overridden.
   *
   * @param options as {@link Hvsock#connect(Address, Consumer)} has them
   */
  default Flow connect(Address address, Consumer<ConnectOptions> options) throws IOException {
    return Hvsock.connect(address, options);
  }

  /** Connects with the options as they are unless set. */
  default Flow connect(Address address) throws IOException {
    return connect(address, options -> {});
  }

  /**
   * Listens as the transport under test does; by {@link Hvsock} unless overridden.
   *
   * @param options as {@link Hvsock#listen(Address, Consumer)} has them
   */
  default Listener listen(Address address, Consumer<ListenOptions> options) throws IOException {
    return Hvsock.listen(address, options);
  }

  /** Listens with the options as they are unless set. */
  default Listener listen(Address address) throws IOException {
    return listen(address, options -> {});
  }

  /** Whether connecting tries again for as long as {@link ConnectOptions#retryFor()} says. */
  default boolean triesAgain() {
    return true;
  }

  /** The address that asks the system for a free port, if there is such a thing. */
  default Optional<Address> anyAddress() {
    return Optional.empty();
  }

  /**
   * Whether connecting fails as refused when a listener's backlog is full. Where not, it waits for
   * there to be room.
   */
  default boolean refusesWhenFull() {
    return false;
  }

  /** Whether those who connect have addresses of the kind that listeners have here. */
  default boolean namesPeersAlike() {
    return true;
  }

  /** Binds a socket that does not listen, if there is a way to. */
  default Optional<Closeable> bindOnly(Address address) throws IOException {
    if (address instanceof TcpAddress tcp) {
      return Optional.of(SocketChannel.open().bind(new InetSocketAddress(tcp.host(), tcp.port())));
    }
    if (address instanceof UnixAddress unix && !unix.isAbstract()) {
      return Optional.of(
          SocketChannel.open(StandardProtocolFamily.UNIX)
              .bind(UnixDomainSocketAddress.of(unix.name())));
    }
    return Optional.empty();
  }
}
