package dev.hvsock.channel;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.UnixAddress;
import dev.hvsock.engine.BoundListener;
import dev.hvsock.engine.BoundPath;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.LeakReport;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** Accepts flows on a bound channel of the JDK's that does not block. */
final class ChannelListener extends BoundListener {
  private final WatchedChannel<ServerSocketChannel> channel;
  private final UnixAddress local;
  private final ListenOptions options;
  private final Optional<BoundPath> path;
  private final Cleaner.Cleanable leakReport;

  /**
   * Takes over a channel that listens, which is this listener's to close, and its path to remove.
   */
  ChannelListener(
      WatchedChannel<ServerSocketChannel> channel, UnixAddress local, ListenOptions options) {
    super(local, channel.readiness(SelectionKey.OP_ACCEPT), options.acceptTimeout());
    this.channel = channel;
    this.local = local;
    this.options = options;
    this.path = BoundPath.of(local);
    this.leakReport = LeakReport.watch(this, "its socket");
  }

  @Override
  protected Flow accept(long start) throws IOException {
    Optional<SocketChannel> accepted = next();
    while (accepted.isEmpty()) {
      accepting().await(start, 0);
      accepted = next();
    }
    return flow(accepted.get());
  }

  private Optional<SocketChannel> next() throws IOException {
    try {
      return Optional.ofNullable(channel.channel().accept());
    } catch (IOException e) {
      throw ChannelFailures.general("accept", local, "nobody was accepted", e);
    } catch (InvalidPathException e) {
      // The peer's own path is one that this locale cannot express.
      throw ChannelFailures.inexpressible("accept", local, e);
    }
  }

  private Flow flow(SocketChannel accepted) throws IOException {
    WatchedChannel<SocketChannel> peer = new WatchedChannel<>(accepted);
    try {
      ChannelOptions.configure("accept", local, accepted, options);
      Address remote = ChannelAddresses.read(accepted.getRemoteAddress());
      return new ChannelFlow(peer, local, remote, FlowLimits.of(options));
    } catch (IOException e) {
      peer.close();
      throw e;
    }
  }

  @Override
  protected void free() throws IOException {
    try {
      if (path.isPresent()) {
        path.get().remove();
      }
    } finally {
      channel.close();
      leakReport.clean();
    }
  }
}
