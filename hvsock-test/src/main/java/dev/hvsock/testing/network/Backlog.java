package dev.hvsock.testing.network;

import dev.hvsock.ListenOptions;
import dev.hvsock.engine.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait to be accepted by a listener: as many as it wants are connected already, the
 * others wait for that. May be used by several threads.
 */
final class Backlog {
  private final Host host;
  private final ListenOptions options;
  private final Crowd crowd;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final Queue<VirtualFlow> connected = new ArrayDeque<>();
  private final Queue<Connection> others = new ArrayDeque<>();
  private final List<VirtualFlow> handedOut = new ArrayList<>();
  private boolean closed;
  private volatile @Nullable Seat acceptor;

  Backlog(Host host, ListenOptions options, Crowd crowd) {
    this.host = host;
    this.options = options;
    this.crowd = crowd;
  }

  /** Somebody wants to connect; gives whether this is open. */
  boolean knock(Connection connection) {
    lock.lock();
    try {
      if (!closed) {
        others.removeIf(Connection::isAnswered); // those who have given up
        others.add(connection);
        admit();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void admit() {
    while (connected.size() < options.backlog() && !others.isEmpty()) {
      others.remove().accept(host, options).ifPresent(this::admit);
    }
  }

  private void admit(VirtualFlow flow) {
    host.add(flow);
    connected.add(flow);
    Seat waiting = acceptor;
    if (waiting != null) {
      waiting.callAndWake();
    }
  }

  /** Who is next, if there is anybody. */
  Optional<VirtualFlow> next() {
    crowd.enter();
    lock.lock();
    try {
      Optional<VirtualFlow> next = Optional.ofNullable(connected.poll());
      next.filter(flow -> crowd.watches()).ifPresent(handedOut::add);
      admit();
      return next;
    } finally {
      lock.unlock();
      crowd.leave();
    }
  }

  /** Turns everybody away, now and from now on. */
  void close() {
    List<VirtualFlow> accepted;
    List<Connection> refused;
    lock.lock();
    try {
      closed = true;
      accepted = List.copyOf(connected);
      refused = new ArrayList<>(others);
      connected.clear();
      others.clear();
      handedOut.clear();
    } finally {
      lock.unlock();
    }
    accepted.forEach(VirtualFlow::abort);
    refused.forEach(Connection::refuse);
  }

  private boolean isReady() {
    lock.lock();
    try {
      return !connected.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** The thread that has accepted them waits for the next one: others are to work with them. */
  private void expectUse() {
    lock.lock();
    try {
      handedOut.stream().filter(flow -> !flow.isUsed()).forEach(crowd::expect);
      handedOut.clear();
    } finally {
      lock.unlock();
    }
  }

  /** A waiter for the one thread that accepts. */
  Waiter obtainSeat() {
    expectUse();
    Seat seat = new Seat(this::isReady, crowd);
    acceptor = seat;
    return seat;
  }
}
