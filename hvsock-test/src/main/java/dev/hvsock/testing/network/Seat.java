package dev.hvsock.testing.network;

import dev.hvsock.engine.ParkedThread;
import java.util.function.BooleanSupplier;

/** Where a thread waits for something in the network to be ready. */
final class Seat extends ParkedThread {
  private final Thread thread = Thread.currentThread();
  private final BooleanSupplier ready;
  private final Crowd crowd;
  // Guarded by the crowd's lock.
  private boolean called;
  private volatile boolean left;

  /**
   * Makes one for the current thread, to be shown to whoever will wake it before it is waited in.
   *
   * @param ready whether there is no need to wait
   */
  Seat(BooleanSupplier ready, Crowd crowd) {
    this.ready = ready;
    this.crowd = crowd;
  }

  Thread thread() {
    return thread;
  }

  /** For whoever holds the crowd's lock. */
  boolean isCalled() {
    return called;
  }

  /**
   * For whoever holds the crowd's lock.
   *
   * @return whether the thread is still in it, and was not called before
   */
  boolean call() {
    boolean first = !called && !left;
    called = true;
    return first;
  }

  @Override
  protected boolean isReady() {
    crowd.enter();
    if (ready.getAsBoolean()) {
      return true;
    }
    crowd.waits(this);
    return false;
  }

  /** Wakes the thread on behalf of the network. */
  void callAndWake() {
    crowd.call(this);
    wake();
  }

  @Override
  public void release() {
    // Whoever knows it keeps it until the next one comes; waking it then does nothing.
    left = true;
    crowd.leave();
  }
}
