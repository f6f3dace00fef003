package dev.hvsock.channel;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.UnixAddress;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** AF_UNIX by path, on every system on which the JDK has it. */
final class ChannelTransport implements Transport {
  private final SelectorProvider provider;

  /**
   * Makes one.
   *
   * @param provider where channels come from
   */
  ChannelTransport(SelectorProvider provider) {
    this.provider = provider;
  }

  @Override
  public String scheme() {
    return "unix";
  }

  @Override
  public List<TransportStatus> status() {
    return List.of(new TransportStatus("unix", obstacle()));
  }

  private Optional<String> obstacle() {
    try {
      provider.openSocketChannel(StandardProtocolFamily.UNIX).close();
      return Optional.empty();
    } catch (UnsupportedOperationException e) {
      return Optional.of(ChannelFailures.UNSUPPORTED);
    } catch (IOException e) {
      return Optional.of("a unix socket cannot be made: " + e.getMessage());
    }
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    Path path = ChannelAddresses.path("connect", address);
    WatchedChannel<SocketChannel> channel =
        new ChannelConnecting(
                address,
                UnixDomainSocketAddress.of(path),
                () -> open(address, options),
                e -> ChannelFailures.connect(address, path, e),
                options.timeout())
            .run();
    UnixAddress local = new UnixAddress(""); // the JDK binds no end that connects
    return new ChannelFlow(channel, local, address, FlowLimits.of(options));
  }

  private WatchedChannel<SocketChannel> open(Address address, ConnectOptions options)
      throws IOException {
    WatchedChannel<SocketChannel> channel =
        new WatchedChannel<>(make("connect", address, provider::openSocketChannel));
    try {
      ChannelOptions.configure("connect", address, channel.channel(), options);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    Path path = ChannelAddresses.path("listen", address);
    WatchedChannel<ServerSocketChannel> channel =
        new WatchedChannel<>(make("listen", address, provider::openServerSocketChannel));
    try {
      channel.channel().bind(UnixDomainSocketAddress.of(path), options.backlog());
    } catch (IOException e) {
      channel.close();
      throw ChannelFailures.listen(address, path, e);
    }
    return new ChannelListener(channel, (UnixAddress) address, options);
  }

  /** Makes a channel of one kind or the other. */
  private interface Maker<C> {
    C make(StandardProtocolFamily family) throws IOException;
  }

  private static <C> C make(String operation, Address address, Maker<C> maker) throws IOException {
    try {
      return maker.make(StandardProtocolFamily.UNIX);
    } catch (UnsupportedOperationException e) {
      throw ChannelFailures.unsupported(operation, address);
    } catch (IOException e) {
      throw ChannelFailures.general(operation, address, "a socket cannot be made", e);
    }
  }
}
