package dev.hvsock.channel;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.engine.Attempt;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.LeakReport;
import dev.hvsock.engine.NativeBuffers;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * A flow over a connected channel of the JDK's that does not block.
 *
 * <p>An interrupt closes such a channel only while a thread blocks in it, which none does here.
 */
final class ChannelFlow extends DuplexFlow {
  /**
   * The most that one call moves: the JDK copies all that an array offers before it finds out how
   * much of it the system takes.
   */
  private static final int CHUNK_BYTES = 128 * 1024;

  private final WatchedChannel<SocketChannel> channel;
  private final Cleaner.Cleanable leakReport;

  /** Takes over a connected channel, which is this flow's to close. */
  ChannelFlow(
      WatchedChannel<SocketChannel> channel, Address local, Address remote, FlowLimits limits) {
    super(
        local,
        remote,
        channel.readiness(SelectionKey.OP_READ),
        channel.readiness(SelectionKey.OP_WRITE),
        limits);
    this.channel = channel;
    this.leakReport = LeakReport.watch(this, "its socket");
  }

  @Override
  protected int receive(ByteBuffer dst) throws IOException {
    return move("read", dst, () -> channel.channel().read(dst));
  }

  @Override
  protected int send(ByteBuffer src) throws IOException {
    return move("write", src, () -> channel.channel().write(src));
  }

  /** What the JDK gives where there is nothing to move, or no more, is what an attempt gives. */
  private int move(String operation, ByteBuffer buffer, Attempt moving) throws IOException {
    int limit = buffer.limit();
    buffer.limit(buffer.position() + Math.min(buffer.remaining(), CHUNK_BYTES));
    try {
      return moving.run();
    } catch (IOException e) {
      throw ChannelFailures.transfer(operation, remoteAddress(), e);
    } finally {
      buffer.limit(limit);
    }
  }

  /** The JDK sends nothing for an empty buffer, so nothing is found out. */
  @Override
  protected void probePeer() {}

  @Override
  protected Optional<BufferSizes> buffers() throws IOException {
    return Optional.of(ChannelOptions.bufferSizes(channel.channel()));
  }

  /**
   * Takes what has arrived out first, which makes room for a peer that waits for it and would not
   * be told of the end otherwise; afterwards the JDK would not read it any more.
   */
  @Override
  protected void endInput() {
    ByteBuffer discarded = NativeBuffers.borrow(false);
    try {
      while (channel.channel().read(discarded.clear()) > 0) {
        // On to what is behind it.
      }
      channel.channel().shutdownInput();
    } catch (IOException e) {
      // The peer is gone, and with it the direction that was to be ended.
    } finally {
      NativeBuffers.giveBack(discarded);
    }
  }

  @Override
  protected void endOutput() {
    try {
      channel.channel().shutdownOutput();
    } catch (IOException e) {
      // The peer is gone, and with it the direction that was to be ended.
    }
  }

  @Override
  protected void free(boolean abruptly) {
    try {
      if (abruptly) {
        ChannelOptions.resetOnClose(channel.channel());
      }
    } catch (IOException e) {
      // The peer sees an end instead of a reset.
    }
    try {
      channel.close();
    } catch (IOException e) {
      // There is nothing left of it that could be closed.
    }
    leakReport.clean();
  }
}
