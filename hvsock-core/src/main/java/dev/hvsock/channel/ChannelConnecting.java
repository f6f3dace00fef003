package dev.hvsock.channel;

import dev.hvsock.Address;
import dev.hvsock.engine.Direction;
import dev.hvsock.engine.GrowingPause;
import dev.hvsock.engine.Waiter;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An attempt to connect, within its time limit. For one thread, and one use. */
final class ChannelConnecting {
  private final SocketAddress target;
  private final Opening opening;
  private final UnaryOperator<IOException> failures;
  private final Direction connecting;
  // Of the channel that is being connected.
  private Waiter.@Nullable Source readiness;

  /**
   * Makes one that has not begun.
   *
   * @param address what failures name
   * @param target the same, as the JDK has it
   * @param failures what the JDK's failures to connect mean
   */
  ChannelConnecting(
      Address address,
      SocketAddress target,
      Opening opening,
      UnaryOperator<IOException> failures,
      Duration timeout) {
    this.target = target;
    this.opening = opening;
    this.failures = failures;
    this.connecting =
        new Direction(
            "connect", address, () -> Objects.requireNonNull(readiness).obtain(), timeout);
  }

  /** Makes channels that are not connected. */
  interface Opening {
    /** Makes one, which the caller closes. */
    WatchedChannel<SocketChannel> open() throws IOException;
  }

  /**
   * Connects. Linux fails where a listener's backlog is full, the JDK closes the channel then, and
   * nothing tells when there is room: so this tries again with another one.
   *
   * @return a connected channel, which is the caller's to close
   */
  WatchedChannel<SocketChannel> run() throws IOException {
    long start = connecting.begin();
    GrowingPause pause = new GrowingPause();
    while (true) {
      WatchedChannel<SocketChannel> channel = opening.open();
      readiness = channel.readiness(SelectionKey.OP_CONNECT);
      boolean connected = false;
      try {
        connected = isConnected(channel.channel(), start);
      } finally {
        if (!connected) {
          channel.close();
        }
      }
      if (connected) {
        return channel;
      }
      pause.take(connecting, start);
    }
  }

  /** Gives false where it is to be tried again. */
  private boolean isConnected(SocketChannel channel, long start) throws IOException {
    boolean connected;
    try {
      connected = channel.connect(target);
    } catch (IOException e) {
      if (ChannelFailures.isBusy(e)) {
        return false;
      }
      throw failures.apply(e);
    }
    while (!connected) {
      connecting.await(start, 0);
      connected = finish(channel);
    }
    return true;
  }

  private boolean finish(SocketChannel channel) throws IOException {
    try {
      return channel.finishConnect();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }
}
