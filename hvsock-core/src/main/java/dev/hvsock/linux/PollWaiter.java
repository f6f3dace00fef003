package dev.hvsock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hvsock.engine.Waiter;
import dev.hvsock.foreign.NativeSlots;
import dev.hvsock.linux.Structs.Pollfd;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A platform thread that waits for a descriptor in {@code poll(2)}, together with an event
 * descriptor by which others wake it: to close, to change a time limit, and to interrupt.
 *
 * <p>Lent out for the length of a wait, so there are as many as threads wait at once, not as many
 * as flows. A wake-up that comes after the wait reaches the next borrower, whose loop takes it for
 * a spurious one.
 */
final class PollWaiter implements Waiter {
  /** How many are kept for the next borrowers; each holds a descriptor. */
  private static final int KEPT = 16;

  private static final ConcurrentLinkedQueue<PollWaiter> IDLE = new ConcurrentLinkedQueue<>();

  // Two of struct pollfd, the counter of the event descriptor, and room for the error number.
  private static final int COUNTER = 2 * Pollfd.SIZEOF;
  private static final int ERRNO = COUNTER + Long.BYTES;
  private static final NativeSlots SLOTS = new NativeSlots(ERRNO + Math.max(LibC.ERRNO_BYTES, 8));

  private final MemorySegment polled;
  private final MemorySegment counter;
  private final MemorySegment errno;
  private final MemorySegment slot;
  // Apart from what the waiting thread uses: any thread may wake.
  private final MemorySegment wakeSlot;
  private final int eventfd;
  private final Object wakeLock = new Object();
  // Guarded by wakeLock.
  private boolean closed;

  private PollWaiter() throws IOException {
    slot = SLOTS.borrow();
    wakeSlot = SLOTS.borrow();
    polled = slot.asSlice(0, COUNTER);
    counter = slot.asSlice(COUNTER, Long.BYTES);
    errno = slot.asSlice(ERRNO);
    wakeSlot.set(JAVA_LONG, COUNTER, 1);
    eventfd = LibC.eventfd(0, LibC.EFD_NONBLOCK | LibC.EFD_CLOEXEC, errno);
    if (eventfd < 0) {
      giveSlotsBack();
      throw new IOException(
          "eventfd failed (" + Errno.name(eventfd) + "); try: a higher 'ulimit -n'");
    }
  }

  static PollWaiter obtain(int fd, int events) throws IOException {
    PollWaiter waiter = IDLE.poll();
    if (waiter == null) {
      waiter = new PollWaiter();
    }
    set(waiter.polled, 0, fd, events);
    set(waiter.polled, Pollfd.SIZEOF, waiter.eventfd, LibC.POLLIN);
    return waiter;
  }

  private static void set(MemorySegment polled, int at, int fd, int events) {
    polled.set(JAVA_INT, at + Pollfd.fd, fd);
    polled.set(JAVA_SHORT, at + Pollfd.events, (short) events);
    polled.set(JAVA_SHORT, at + Pollfd.revents, (short) 0);
  }

  @Override
  public void await(long nanos) {
    int millis =
        nanos == Long.MAX_VALUE
            ? -1
            : (int) Math.min((nanos + 999_999) / 1_000_000, Integer.MAX_VALUE);
    Interruption interruption = new Interruption();
    interruption.enter();
    try {
      LibC.poll(polled, 2, millis, errno);
    } finally {
      interruption.leave();
    }
    if (polled.get(JAVA_SHORT, Pollfd.SIZEOF + Pollfd.revents) != 0) {
      LibC.read(eventfd, counter, Long.BYTES, errno);
    }
  }

  @Override
  public void wake() {
    // Nothing parks in here: the descriptor is non-blocking. The lock keeps a late wake-up from
    // writing to a descriptor that was closed and whose number is somebody else's now.
    synchronized (wakeLock) {
      if (!closed) {
        LibC.write(
            eventfd, wakeSlot.asSlice(COUNTER, Long.BYTES), Long.BYTES, wakeSlot.asSlice(ERRNO));
      }
    }
  }

  @Override
  public void release() {
    if (IDLE.size() < KEPT) {
      IDLE.add(this);
    } else {
      close();
    }
  }

  private void close() {
    synchronized (wakeLock) {
      closed = true;
      LibC.close(eventfd, errno);
    }
    giveSlotsBack();
  }

  private void giveSlotsBack() {
    SLOTS.giveBack(slot);
    SLOTS.giveBack(wakeSlot);
  }

  /**
   * Wakes the poll when its thread is interrupted. The JDK offers this hook to channels only, and
   * closes the one that it ran for; so each wait takes a channel of its own, which stands for
   * nothing else.
   */
  private final class Interruption extends AbstractInterruptibleChannel {
    void enter() {
      begin();
    }

    void leave() {
      try {
        end(true);
      } catch (AsynchronousCloseException e) {
        // The interrupt status is set, which is where whoever waited looks.
      }
    }

    @Override
    protected void implCloseChannel() {
      wake();
    }
  }
}
