package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Listener;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A listener on a transport that never blocks: this class takes turns, times out and closes; a
 * subclass accepts.
 */
public abstract class BoundListener implements Listener {
  private final Address local;
  private final Direction accepting;
  private final Ledger.Entry entry;
  // Guarded by the lock of accepting.
  private boolean freed;

  /**
   * Makes an open listener.
   *
   * @param acceptable how a thread waits until there may be somebody to accept
   * @param timeout how long one accept may wait
   */
  protected BoundListener(Address local, Waiter.Source acceptable, Duration timeout) {
    this.local = local;
    this.accepting = new Direction("accept", local, acceptable, timeout);
    this.entry = Ledger.opened(local, Optional.empty());
  }

  /** The one direction that a listener has, in which {@link #accept(long)} waits. */
  protected final Direction accepting() {
    return accepting;
  }

  /**
   * Accepts the next flow, within this thread's turn.
   *
   * @param start what {@link Direction#begin} gave
   */
  protected abstract Flow accept(long start) throws IOException;

  /** Gives back what the listener holds. Runs once, when no thread accepts or ever will again. */
  protected abstract void free() throws IOException;

  @Override
  public final Flow accept() throws IOException {
    long start = accepting.begin();
    try {
      return accept(start);
    } finally {
      accepting.finish();
    }
  }

  @Override
  public final Address localAddress() {
    return local;
  }

  @Override
  public final Duration acceptTimeout() {
    return accepting.timeout();
  }

  @Override
  public final void acceptTimeout(Duration timeout) {
    accepting.timeout(timeout);
  }

  @Override
  public final boolean isOpen() {
    return accepting.isOpen();
  }

  @Override
  public final void close() throws IOException {
    accepting.close();
    accepting.exclusively(
        () -> {
          if (!freed) {
            freed = true;
            entry.close();
            free();
          }
        });
  }

  @Override
  public final String toString() {
    return local.toString();
  }
}
