package dev.hvsock.linux;

import dev.hvsock.engine.Waiter;
import java.io.IOException;

/**
 * How a thread waits for a descriptor in one direction: a virtual thread parks until the poller
 * wakes it, so that its carrier goes on with others; a platform thread waits in {@code poll(2)}
 * itself, which saves the way over another thread.
 *
 * <p>Used by one thread at a time, under the lock of its direction.
 */
final class Readiness implements Waiter.Source {
  /**
   * When a peer shuts its input down, a send fails from then on, but neither poll(2) nor epoll says
   * so to a writer that waits for room: not on vsock, and not on unix as long as the peer does not
   * read what it was sent (vsock_poll and unix_poll in the kernel).
   */
  private static final long OUTPUT_PATIENCE_NANOS = 250_000_000;

  private final LinuxSocket socket;
  private final boolean forOutput;
  // Whether epoll knows the descriptor already, so that it needs to be armed again rather than
  // added.
  private boolean added;

  private Readiness(LinuxSocket socket, boolean forOutput) {
    this.socket = socket;
    this.forOutput = forOutput;
  }

  static Readiness input(LinuxSocket socket) {
    return new Readiness(socket, false);
  }

  static Readiness output(LinuxSocket socket) {
    return new Readiness(socket, true);
  }

  /**
   * Gives the processor away, to whatever thread of the system it may be: the peer's, if it shares
   * this one. A virtual thread's own yield would only change places with other virtual threads.
   */
  @Override
  @SuppressWarnings("ThreadPriorityCheck") // what is yielded to is the peer, for a moment
  public boolean letOthersRun() {
    if (Thread.currentThread().isVirtual()) {
      LibC.sched_yield();
    } else {
      Thread.yield(); // the same, and nothing to link for a tool that lives shortly
    }
    return true;
  }

  @Override
  public long patience() {
    return forOutput && !socket.isTcp() ? OUTPUT_PATIENCE_NANOS : Long.MAX_VALUE;
  }

  @Override
  public Waiter obtain() throws IOException {
    if (!Thread.currentThread().isVirtual()) {
      return PollWaiter.obtain(socket.fd(), forOutput ? LibC.POLLOUT : LibC.POLLIN);
    }
    Poller poller = forOutput ? Poller.OUTPUT : Poller.INPUT;
    Waiter waiter = poller.arm(socket.fd(), added);
    added = true;
    return waiter;
  }
}
