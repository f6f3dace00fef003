package dev.hvsock.channel;

import dev.hvsock.engine.ParkedThread;
import dev.hvsock.engine.Waiter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A channel that does not block, and the threads that wait until it may be ready: at most one for
 * input and one for output.
 */
final class WatchedChannel<C extends SelectableChannel> implements ChannelPoller.Events, Closeable {
  /**
   * As on Linux, where a selector does not tell a writer that waits for room that its peer has shut
   * its input down. What Windows tells is not known.
   */
  private static final long OUTPUT_PATIENCE_NANOS = 250_000_000;

  private static final int FOR_OUTPUT = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final C channel;
  private final SelectionKey key;
  private volatile @Nullable Waiter inputWaiter;
  private volatile @Nullable Waiter outputWaiter;

  /** Takes over an open channel, which is this one's to close, also if this fails. */
  WatchedChannel(C channel) throws IOException {
    this.channel = channel;
    boolean watched = false;
    try {
      channel.configureBlocking(false);
      this.key = ChannelPoller.register(channel, this);
      watched = true;
    } finally {
      if (!watched) {
        channel.close();
      }
    }
  }

  C channel() {
    return channel;
  }

  /** How a thread waits for an operation, one of those of {@link SelectionKey}. */
  Waiter.Source readiness(int operation) {
    return new Readiness(operation);
  }

  @Override
  public void happened(int operations) {
    if ((operations & FOR_OUTPUT) != 0) {
      wake(outputWaiter);
    }
    if ((operations & ~FOR_OUTPUT) != 0) {
      wake(inputWaiter);
    }
  }

  private static void wake(@Nullable Waiter waiter) {
    if (waiter != null) {
      waiter.wake();
    }
  }

  /** Closes the channel. Nobody may be at work in it, or ever will be again. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      ChannelPoller.release(key);
    }
  }

  /** Used by one thread at a time, under the lock of its direction. */
  private final class Readiness implements Waiter.Source {
    private final int operation;

    Readiness(int operation) {
      this.operation = operation;
    }

    @Override
    public Waiter obtain() {
      Waiter waiter = new Parked();
      waiting(waiter);
      ChannelPoller.arm(key, operation);
      return waiter;
    }

    void waiting(@Nullable Waiter waiter) {
      if ((operation & FOR_OUTPUT) != 0) {
        outputWaiter = waiter;
      } else {
        inputWaiter = waiter;
      }
    }

    @Override
    public long patience() {
      return operation == SelectionKey.OP_WRITE ? OUTPUT_PATIENCE_NANOS : Long.MAX_VALUE;
    }

    /** An event that comes when the thread has left is dropped. */
    private final class Parked extends ParkedThread {
      @Override
      public void release() {
        waiting(null);
      }
    }
  }
}
