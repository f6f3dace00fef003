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
  private final int fd;
  private final boolean forOutput;
  // Whether epoll knows the descriptor already, so that it needs to be armed again rather than
  // added.
  private boolean added;

  private Readiness(int fd, boolean forOutput) {
    this.fd = fd;
    this.forOutput = forOutput;
  }

  static Readiness input(int fd) {
    return new Readiness(fd, false);
  }

  static Readiness output(int fd) {
    return new Readiness(fd, true);
  }

  @Override
  public Waiter obtain() throws IOException {
    if (!Thread.currentThread().isVirtual()) {
      return PollWaiter.obtain(fd, forOutput ? LibC.POLLOUT : LibC.POLLIN);
    }
    Poller poller = forOutput ? Poller.OUTPUT : Poller.INPUT;
    Waiter waiter = poller.arm(fd, added);
    added = true;
    return waiter;
  }
}
