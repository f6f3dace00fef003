package dev.hvsock.channel;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes threads that wait for channels: one selector, and one daemon thread that waits in it.
 *
 * <p>Interests are one-shot: whoever delivers an event takes the interest away first and looks for
 * a waiter after that, while whoever waits puts its waiter in place first and arms after that. So
 * an event that takes away an interest that was armed meanwhile finds the waiter of that, too.
 */
final class ChannelPoller {
  private static final ReentrantLock STARTING = new ReentrantLock();
  private static final long PAUSE_NANOS = 1_000_000;

  private static volatile @Nullable Selector selector;

  private ChannelPoller() {}

  /** Makes a channel known, with no interest in its events yet. */
  static SelectionKey register(SelectableChannel channel, Events events) throws IOException {
    Selector running = selector;
    return channel.register(running == null ? start() : running, 0, events);
  }

  /**
   * Starts on first use; a failure, such as too many open descriptors, leaves it to be tried again.
   */
  private static Selector start() throws IOException {
    STARTING.lock();
    try {
      Selector running = selector;
      if (running == null) {
        running = Selector.open();
        startThread(running);
        selector = running;
      }
      return running;
    } finally {
      STARTING.unlock();
    }
  }

  /** There may be no room for one more thread. */
  private static void startThread(Selector created) throws IOException {
    boolean started = false;
    try {
      Thread.ofPlatform().daemon().name("hvsock-selector").start(() -> run(created));
      started = true;
    } finally {
      if (!started) {
        created.close();
      }
    }
  }

  /** Asks for the next event of {@code operation}, once. */
  static void arm(SelectionKey key, int operation) {
    if ((key.interestOpsOr(operation) & operation) == 0) {
      key.selector().wakeup();
    }
  }

  /** Lets go of a channel that was closed, which keeps its descriptor until then. */
  static void release(SelectionKey key) {
    key.selector().wakeup();
  }

  private static void run(Selector selector) {
    while (true) {
      try {
        selector.select(ChannelPoller::deliver);
      } catch (IOException | OutOfMemoryError e) {
        LockSupport.parkNanos(PAUSE_NANOS); // what was not delivered comes again
      }
      Thread.interrupted(); // nothing of ours; left standing, it would end every wait at once
    }
  }

  private static void deliver(SelectionKey key) {
    try {
      int operations = key.readyOps();
      key.interestOpsAnd(~operations);
      if (key.attachment() instanceof Events events) {
        wake(events, operations);
      }
    } catch (CancelledKeyException e) {
      // Closed meanwhile, which has woken whoever waited.
    }
  }

  /** An event comes once; so if memory is short just now, this tries again. */
  private static void wake(Events events, int operations) {
    while (true) {
      try {
        events.happened(operations);
        return;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Where the events of a channel go. */
  interface Events {
    /** Wakes those who wait for any of these operations. */
    void happened(int operations);
  }
}
