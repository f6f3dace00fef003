package dev.hvsock.capture;

import dev.hvsock.Capture.Event;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.engine.Attempt;
import dev.hvsock.engine.Witness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a capture has of one flow.
 *
 * <p>A writer holds the lock from before the transport takes its bytes until they are recorded, so
 * that no answer to them is recorded first. That is never for long: the transport does not wait.
 */
final class FlowRecord implements Witness {
  private final PcapFile file;
  private final Place here;
  private final Place there;
  private final ReentrantLock lock = new ReentrantLock();
  // What each end has said of its ends. Guarded by lock.
  private final Set<Event> saidHere = EnumSet.noneOf(Event.class);
  private final Set<Event> saidThere = EnumSet.noneOf(Event.class);
  private boolean over;

  FlowRecord(PcapFile file, Ends ends) {
    this.file = file;
    this.here = ends.here();
    this.there = ends.there();
  }

  /** Records that the flow is there. */
  void begin(boolean connected) {
    file.record(connected ? here : there, connected ? there : here, Event.CONNECT);
    file.record(connected ? there : here, connected ? here : there, Event.ACCEPT);
  }

  /** Records what an attempt to write moves. */
  @Override
  public int watch(ByteBuffer src, Attempt moving) throws IOException {
    lock.lock();
    int from = src.position();
    try {
      return moving.run();
    } finally {
      try {
        sent(src, from);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Records what an attempt to read moves. */
  int watchReading(ByteBuffer dst, Attempt moving) throws IOException {
    int from = dst.position();
    int n = moving.run();
    received(dst, from);
    return n;
  }

  /** Records bytes that were written: those before the buffer's position. */
  void sent(ByteBuffer src, int from) {
    data(here, there, src, from);
  }

  /** Records bytes that were read: those before the buffer's position. */
  void received(ByteBuffer dst, int from) {
    data(there, here, dst, from);
  }

  private void data(Place source, Place sink, ByteBuffer buffer, int from) {
    int length = buffer.position() - from;
    if (length > 0) {
      lock.lock();
      try {
        file.record(source, sink, Event.DATA, buffer.slice(from, length));
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Records an end that this side makes, unless that tells nothing new. For whoever is about to
   * make it, so that it comes before what the peer makes of it.
   */
  void end(Event event) {
    lock.lock();
    try {
      if (tellsNews(event)) {
        Event told = event == Event.RESET && bothEnded() ? Event.CLOSE : event;
        if (saidHere.add(told)) {
          file.record(here, there, told);
        }
        over |= event == Event.RESET;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Guarded by lock. */
  private boolean tellsNews(Event event) {
    return switch (event) {
      case SHUTDOWN_INPUT -> isOpen() && !saidThere.contains(Event.SHUTDOWN_OUTPUT);
      case SHUTDOWN_OUTPUT -> isOpen();
      default -> !over;
    };
  }

  /** Guarded by lock. */
  private boolean isOpen() {
    return !over && !saidHere.contains(Event.CLOSE);
  }

  /** To free such a flow resets nobody. Guarded by lock. */
  private boolean bothEnded() {
    return saidHere.contains(Event.SHUTDOWN_OUTPUT) && saidThere.contains(Event.SHUTDOWN_OUTPUT);
  }

  /** Records that the peer writes no more, if that is what reading found. */
  void endOfInput() {
    if (!said(Event.SHUTDOWN_INPUT)) {
      peer(Event.SHUTDOWN_OUTPUT);
    }
  }

  /** Records what the failure of a read or write tells of the peer. */
  void failure(IOException e, boolean writing) {
    if (e instanceof FlowResetException) {
      peer(Event.RESET);
    } else if (e instanceof FlowClosedException && writing && !said(Event.SHUTDOWN_OUTPUT)) {
      peer(Event.SHUTDOWN_INPUT);
    }
  }

  private boolean said(Event event) {
    lock.lock();
    try {
      return saidHere.contains(event);
    } finally {
      lock.unlock();
    }
  }

  private void peer(Event event) {
    lock.lock();
    try {
      if (isOpen() && saidThere.add(event)) {
        file.record(there, here, event);
      }
      over |= event == Event.RESET;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing comes after this. */
  void end() {
    lock.lock();
    try {
      over = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return new Ends(here, there).toString();
  }
}
