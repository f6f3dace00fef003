package dev.hvsock.testing.network;

import dev.hvsock.MemoryAddress;
import dev.hvsock.testing.Segment;
import dev.hvsock.testing.SegmentMonitor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/** Those who watch a network. */
public final class Monitors {
  private final List<SegmentMonitor> all = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  Monitors() {}

  /** Shows it everything from now on. */
  public void add(SegmentMonitor monitor) {
    all.add(monitor);
  }

  /** Shows it nothing from now on. */
  public void remove(SegmentMonitor monitor) {
    all.remove(monitor);
  }

  boolean isPresent() {
    return !all.isEmpty();
  }

  void tell(long now, MemoryAddress from, MemoryAddress to, Segment.Kind kind, byte[] payload) {
    Segment segment = new Segment(Duration.ofNanos(now), from, to, kind, ByteBuffer.wrap(payload));
    lock.lock();
    try {
      all.forEach(monitor -> show(monitor, segment));
    } finally {
      lock.unlock();
    }
  }

  private static void show(SegmentMonitor monitor, Segment segment) {
    try {
      monitor.arrived(segment);
    } catch (RuntimeException | Error e) {
      System.getLogger("dev.hvsock")
          .log(System.Logger.Level.WARNING, "a monitor failed at " + segment, e);
    }
  }
}
