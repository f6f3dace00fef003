package dev.hvsock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.hvsock.engine.ParkedThread;
import dev.hvsock.engine.Waiter;
import dev.hvsock.foreign.NativeSlots;
import dev.hvsock.linux.Structs.EpollEvent;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes virtual threads that wait for descriptors: one epoll and one daemon thread that waits in
 * it, for each direction.
 *
 * <p>Two pollers rather than one, because epoll keeps a single registration a descriptor: so the
 * reader and the writer of a flow arm and fire independently, without a lock between them.
 * Registrations are one-shot; an event for which nobody waits any more is dropped, and costs at
 * most a spurious wake-up where the kernel has reused the number.
 */
final class Poller {
  static final Poller INPUT = new Poller(LibC.EPOLLIN, "hvsock-poller-input");
  static final Poller OUTPUT = new Poller(LibC.EPOLLOUT, "hvsock-poller-output");

  private static final int EVENTS = 256;

  // One struct epoll_event, and room for the error number.
  private static final int ERRNO = 16;
  private static final NativeSlots SLOTS = new NativeSlots(ERRNO + Math.max(LibC.ERRNO_BYTES, 8));

  private final int interest;
  private final String name;
  private final ConcurrentHashMap<Integer, Parked> parked = new ConcurrentHashMap<>();
  private final ReentrantLock starting = new ReentrantLock();
  private volatile int epoll = -1;

  private Poller(int interest, String name) {
    this.interest = interest | LibC.EPOLLONESHOT;
    this.name = name;
  }

  /**
   * Starts on first use; a failure, such as too many open descriptors, leaves it to be tried again.
   */
  private void start() throws IOException {
    starting.lock();
    try (Arena arena = Arena.ofConfined()) {
      if (epoll < 0) {
        int created = LibC.epoll_create1(LibC.EPOLL_CLOEXEC, arena.allocate(LibC.ERRNO_BYTES));
        if (created < 0) {
          throw new IOException("epoll_create1 failed (" + Errno.name(created) + ")");
        }
        startThread(created, arena.allocate(LibC.ERRNO_BYTES));
        epoll = created;
      }
    } finally {
      starting.unlock();
    }
  }

  /** There may be no room for one more thread. */
  private void startThread(int created, MemorySegment errno) {
    boolean started = false;
    try {
      Thread.ofPlatform().daemon().name(name).start(() -> run(created));
      started = true;
    } finally {
      if (!started) {
        LibC.close(created, errno);
      }
    }
  }

  /**
   * Registers the current thread for the next event of {@code fd}.
   *
   * @param added whether this poller has been given this descriptor before
   */
  Waiter arm(int fd, boolean added) throws IOException {
    if (epoll < 0) {
      start();
    }
    Parked waiter = new Parked(this, fd);
    parked.put(fd, waiter);
    int result = control(added ? LibC.EPOLL_CTL_MOD : LibC.EPOLL_CTL_ADD, fd);
    if (result < 0) {
      waiter.release();
      throw new IOException("epoll_ctl failed (" + Errno.name(result) + ")");
    }
    return waiter;
  }

  private int control(int operation, int fd) {
    MemorySegment event = SLOTS.borrow();
    try {
      event.set(JAVA_INT, EpollEvent.events, interest);
      event.set(JAVA_LONG_UNALIGNED, EpollEvent.data, fd);
      return LibC.epoll_ctl(epoll, operation, fd, event, event.asSlice(ERRNO));
    } finally {
      SLOTS.giveBack(event);
    }
  }

  private void run(int epoll) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(LibC.ERRNO_BYTES);
      MemorySegment events = arena.allocate((long) EpollEvent.SIZEOF * EVENTS, Long.BYTES);
      while (true) {
        // An interrupted call returns a negative number of events, of which there are none to
        // handle.
        int count = LibC.epoll_wait(epoll, events, EVENTS, -1, errno);
        for (int i = 0; i < count; i++) {
          long at = (long) i * EpollEvent.SIZEOF + EpollEvent.data;
          deliver((int) events.get(JAVA_LONG_UNALIGNED, at));
        }
      }
    }
  }

  private void deliver(int fd) {
    Parked waiter = parked.get(fd);
    if (waiter != null) {
      waiter.wakeInAnyCase();
    }
  }

  /** A virtual thread that waits for a descriptor. */
  private static final class Parked extends ParkedThread {
    private final Poller poller;
    private final int fd;

    Parked(Poller poller, int fd) {
      this.poller = poller;
      this.fd = fd;
    }

    @Override
    public void release() {
      poller.parked.remove(fd, this);
    }
  }
}
