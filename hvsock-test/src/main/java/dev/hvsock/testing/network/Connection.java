package dev.hvsock.testing.network;

import dev.hvsock.ConnectOptions;
import dev.hvsock.FlowOptions;
import dev.hvsock.ListenOptions;
import dev.hvsock.MemoryAddress;
import dev.hvsock.engine.Direction;
import dev.hvsock.engine.Failures;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.Waiter;
import dev.hvsock.testing.Segment.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Two lines between two ends, from the wish to connect until both ends are gone. */
final class Connection {
  /** More than that nobody gets who wants more. */
  private static final int MOST_BYTES = 16 << 20;

  private final Exchange exchange;
  private final Cable cable;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final Line there;
  private final Line back;
  private List<Runnable> afterwards = List.of();
  private OptionalLong wantedBytes = OptionalLong.empty();
  private @Nullable Kind answer;
  private int ends = 1;
  private volatile @Nullable Seat connecting;

  Connection(Exchange exchange, MemoryAddress from, MemoryAddress to) {
    this.exchange = exchange;
    this.cable = exchange.cable(from.host(), to.host());
    boolean forwards = from.host().compareTo(to.host()) <= 0;
    Cable.Way out = forwards ? cable.there() : cable.back();
    Cable.Way in = forwards ? cable.back() : cable.there();
    this.there = new Line(this, cable, out, from, to);
    this.back = new Line(this, cable, in, to, from);
  }

  // From one end.

  /** Blocks until the other end has answered. */
  VirtualFlow connect(Host host, ConnectOptions options) throws IOException {
    Direction waiting =
        new Direction("connect", there.to(), this::obtainConnecting, options.timeout());
    long start = waiting.begin();
    VirtualFlow flow = new VirtualFlow(this, back, there, host, FlowLimits.of(options));
    try {
      cable.add(this);
      host.add(flow);
      knock(options);
      while (!isAnswered()) {
        waiting.await(start, 0);
      }
      checkAnswer();
      return flow;
    } catch (IOException | RuntimeException e) {
      flow.abort();
      throw e;
    } finally {
      waiting.finish();
    }
  }

  private void knock(ConnectOptions options) {
    enter();
    try {
      wantedBytes = options.bufferSize();
      begin(options, there, back);
      there.depart(Kind.CONNECT, 0);
    } finally {
      exit();
    }
  }

  private static void begin(FlowOptions<?> options, Line outgoing, Line incoming) {
    if (!options.noDelay()) {
      outgoing.gather();
    }
    incoming.prober().want(options.keepAlive());
  }

  /** Whether it is known what becomes of it. */
  boolean isAnswered() {
    lock.lock();
    try {
      return answer != null;
    } finally {
      lock.unlock();
    }
  }

  private void checkAnswer() throws IOException {
    lock.lock();
    try {
      if (answer == Kind.REFUSE) {
        throw Failures.nobodyListens(there.to(), "ECONNREFUSED");
      }
      if (answer != Kind.ACCEPT) {
        throw new ConnectException(
            Failures.message("connect", there.to(), "the connection was cut off (ECONNRESET)"));
      }
    } finally {
      lock.unlock();
    }
  }

  private Waiter obtainConnecting() {
    Seat seat = seat(() -> answer != null);
    connecting = seat;
    return seat;
  }

  // From the other.

  /** Where the listener is that is wanted. */
  MemoryAddress target() {
    return there.to();
  }

  /**
   * Takes the connection.
   *
   * @return the listener's end, unless whoever wanted to connect has given up
   */
  Optional<VirtualFlow> accept(Host host, ListenOptions options) {
    enter();
    try {
      if (answer != null) {
        return Optional.empty();
      }
      VirtualFlow flow = new VirtualFlow(this, there, back, host, FlowLimits.of(options));
      ends++;
      int bytes = capacity(options.bufferSize());
      there.capacity(bytes);
      back.capacity(bytes);
      begin(options, back, there);
      there.prober().start();
      back.depart(Kind.ACCEPT, 0);
      return Optional.of(flow);
    } finally {
      exit();
    }
  }

  private int capacity(OptionalLong alsoWanted) {
    long most = Math.max(wantedBytes.orElse(0), alsoWanted.orElse(0));
    long wanted = most == 0 ? Line.STANDARD_BYTES : Math.min(most, MOST_BYTES);
    return (int) Math.min(wanted, cable.bufferBytes());
  }

  /** Says that nobody listens. */
  void refuse() {
    enter();
    try {
      back.depart(Kind.REFUSE, 0);
    } finally {
      exit();
    }
  }

  // What arrives.

  /** Something that is about the connection as a whole has arrived. */
  void take(Kind kind) {
    if (kind == Kind.CONNECT) {
      afterwards(() -> exchange.knock(this));
    } else {
      answer(kind);
    }
  }

  private void answer(Kind kind) {
    if (answer == null) {
      answer = kind;
      if (kind == Kind.ACCEPT) {
        back.prober().start();
      }
      Seat waiting = connecting;
      if (waiting != null) {
        waiting.callAndWake();
      }
    }
  }

  /** The end that reads from this line learns that the other one is gone. */
  void cutOff(Line incoming) {
    incoming.cutOffReader();
    opposite(incoming).cutOffWriter();
    answer(Kind.RESET);
  }

  /** The other direction. */
  Line opposite(Line line) {
    return line == there ? back : there;
  }

  /** An end has gone; for whoever has entered. */
  void leave() {
    answer(Kind.RESET);
    ends--;
    if (ends == 0) {
      cable.remove(this);
    }
  }

  /** Whether the other end of one that has not left is still there; for whoever has entered. */
  boolean isWhole() {
    return ends == 2;
  }

  // What the cable does.

  /** What was held goes on. */
  void release() {
    enter();
    try {
      there.release();
      back.release();
    } finally {
      exit();
    }
  }

  /** Cuts both ends off. */
  void cut() {
    enter();
    try {
      cutNow();
    } finally {
      exit();
    }
  }

  /** Does so for whoever has entered. */
  void cutNow() {
    there.cut();
    back.cut();
    answer(Kind.RESET);
  }

  // For all of these.

  /** Begins to work with the lines. */
  void enter() {
    lock.lock();
  }

  /** Ends it, and does what was left for afterwards. */
  void exit() {
    List<Runnable> due = List.of();
    if (lock.getHoldCount() == 1) {
      due = afterwards;
      afterwards = List.of();
    }
    lock.unlock();
    due.forEach(Runnable::run);
  }

  /** Has something done, by whoever has entered, that takes the locks of others. */
  void afterwards(Runnable action) {
    if (afterwards.isEmpty()) {
      afterwards = new ArrayList<>();
    }
    afterwards.add(action);
  }

  /** Has something done at that instant: now, if it is that late already. */
  void plan(long at, Runnable action) {
    if (at <= now()) {
      action.run();
    } else {
      exchange.timeline().plan(at, () -> entered(action));
    }
  }

  /**
   * Has something done at that instant, for which virtual time does not jump.
   *
   * @return what drops it
   */
  Runnable planIdly(long at, Runnable action) {
    return exchange.timeline().planIdly(at, () -> entered(action));
  }

  private void entered(Runnable action) {
    enter();
    try {
      action.run();
    } finally {
      exit();
    }
  }

  long now() {
    return exchange.timeline().now();
  }

  long seed() {
    return exchange.seed();
  }

  boolean isMonitored() {
    return exchange.monitors().isPresent();
  }

  /** Shows what has arrived to the monitors. */
  void tell(Line line, Kind kind, byte[] payload) {
    exchange.monitors().tell(now(), line.from(), line.to(), kind, payload);
  }

  /** A seat for the current thread, which waits for the lines to be in a certain state. */
  Seat seat(BooleanSupplier ready) {
    return new Seat(() -> isReady(ready), crowd());
  }

  private boolean isReady(BooleanSupplier ready) {
    lock.lock();
    try {
      return ready.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  Crowd crowd() {
    return exchange.timeline().crowd();
  }
}
