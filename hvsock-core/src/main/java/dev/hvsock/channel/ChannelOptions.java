package dev.hvsock.channel;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.FlowOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** What can be set on a channel of AF_UNIX. Of the options of a flow, that is the buffers' size. */
final class ChannelOptions {
  private ChannelOptions() {}

  /** Sets what must be set before the channel connects, or once it was accepted. */
  static void configure(
      String operation, Address address, SocketChannel channel, FlowOptions<?> options)
      throws IOException {
    if (options.bufferSize().isPresent()) {
      int bytes = (int) options.bufferSize().getAsLong();
      try {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, bytes);
      } catch (IOException e) {
        throw ChannelFailures.general(operation, address, "buffers of " + bytes + " bytes", e);
      }
    }
  }

  /** How much the system buffers. */
  static BufferSizes bufferSizes(SocketChannel channel) throws IOException {
    return new BufferSizes(
        channel.getOption(StandardSocketOptions.SO_SNDBUF),
        channel.getOption(StandardSocketOptions.SO_RCVBUF));
  }

  /**
   * Keeps closing from ending the output first: the peer is to see a reset, where the system can
   * say so.
   */
  static void resetOnClose(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
  }
}
