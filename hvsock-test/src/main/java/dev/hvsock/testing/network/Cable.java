package dev.hvsock.testing.network;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What lies between two hosts: how it delays, narrows and loses what they send each other, and the
 * connections that lead through it. May be used by several threads.
 */
public final class Cable {
  private static final long NANOS = 1_000_000_000;

  /** As long as nothing is set, everything arrives at once. */
  private volatile Impairments impairments = new Impairments(0, 0, Long.MAX_VALUE);

  private volatile int bufferBytes = Integer.MAX_VALUE;
  private volatile boolean down;
  private volatile boolean stalled;
  private final Allowance allowance = new Allowance();
  private final ReentrantLock cutting = new ReentrantLock();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Way there = new Way();
  private final Way back = new Way();

  Cable() {}

  /**
   * What slows a cable down.
   *
   * @param latency nanoseconds that everything takes
   * @param jitter the most nanoseconds that something may take longer
   * @param bandwidth bytes in a second, each way
   */
  record Impairments(long latency, long jitter, long bandwidth) {
    boolean areNone() {
      return latency == 0 && jitter == 0 && bandwidth == Long.MAX_VALUE;
    }
  }

  /** One of the two directions, which carries one byte after the other. */
  final class Way {
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private long free;

    private Way() {}

    /** When so many bytes, handed over at {@code now}, have all left. */
    long send(long now, int bytes) {
      long bandwidth = impairments.bandwidth;
      if (bandwidth == Long.MAX_VALUE) {
        return now;
      }
      lock.lock();
      try {
        free = Math.max(free, now) + bytes * NANOS / bandwidth;
        return free;
      } finally {
        lock.unlock();
      }
    }
  }

  Way there() {
    return there;
  }

  Way back() {
    return back;
  }

  Impairments impairments() {
    return impairments;
  }

  /** How many bytes a connection may hold each way. */
  int bufferBytes() {
    return bufferBytes;
  }

  /** Whether whatever is sent arrives at once. */
  boolean isPlain() {
    return !down && !stalled && impairments.areNone() && allowance.isUnlimited();
  }

  boolean isDown() {
    return down;
  }

  /** Whether nothing is passing that belongs to the stream of a connection. */
  boolean holds() {
    return down || stalled;
  }

  /** How many of so many bytes may still arrive; if not all, it is to be cut. */
  int allow(int bytes) {
    return allowance.take(bytes);
  }

  /** Whether it has carried as much as it was to carry. */
  boolean isSpent() {
    return allowance.isSpent();
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  void remove(Connection connection) {
    connections.remove(connection);
  }

  /** Sets how long everything takes. */
  public void latency(long nanos) {
    impairments = new Impairments(nanos, impairments.jitter, impairments.bandwidth);
  }

  /** Sets how much longer than that something may take. */
  public void jitter(long nanos) {
    impairments = new Impairments(impairments.latency, nanos, impairments.bandwidth);
  }

  /** Sets how many bytes it carries in a second, each way. */
  public void bandwidth(long bytesInSecond) {
    impairments = new Impairments(impairments.latency, impairments.jitter, bytesInSecond);
  }

  /** Sets how many bytes a connection that begins may hold each way. */
  public void buffer(int bytes) {
    bufferBytes = bytes;
  }

  /** Sets after how many more bytes it is cut. */
  public void cutAfter(long bytes) {
    allowance.set(bytes);
    if (bytes == 0) {
      cut();
    }
  }

  /** Carries nothing from now on, or goes on. */
  public void down(boolean isDown) {
    boolean goesOn = down && !isDown;
    down = isDown;
    if (goesOn) {
      release();
    }
  }

  /** Carries nothing of any stream from now on, or goes on. */
  public void stalled(boolean isStalled) {
    boolean goesOn = stalled && !isStalled;
    stalled = isStalled;
    if (goesOn) {
      release();
    }
  }

  private void release() {
    connections.forEach(Connection::release);
  }

  /** Resets the connections that lead through it. */
  public void reset() {
    connections.forEach(Connection::cut);
  }

  /** Resets them because it has carried as much as it was to carry; then carries on. */
  void cut() {
    cutting.lock();
    try {
      if (allowance.isSpent()) {
        reset();
        allowance.set(Allowance.UNLIMITED);
      }
    } finally {
      cutting.unlock();
    }
  }
}
