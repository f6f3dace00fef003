package dev.hvsock.testing.network;

import dev.hvsock.KeepAlive;
import dev.hvsock.MemoryAddress;
import dev.hvsock.engine.Failures;
import dev.hvsock.engine.Waiter;
import dev.hvsock.testing.Segment.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: the bytes that have arrived and were not read, those on their way,
 * and those kept back to be gathered, in one ring that bounds them all. Everything is done under
 * the connection's lock.
 */
final class Line {
  /** The most bytes that go in one segment; what a packet of vsock holds by default. */
  static final int SEGMENT_BYTES = 4096;

  /** How many bytes are held, unless somebody wants more or less. */
  static final int STANDARD_BYTES = 64 * 1024;

  private final Connection connection;
  private final Cable cable;
  private final Cable.Way way;
  private final MemoryAddress from;
  private final MemoryAddress to;
  private final SplittableRandom random;
  private final Ring ring = new Ring(STANDARD_BYTES);
  private final Queue<Part> underway = new ArrayDeque<>();
  private boolean gathers;
  private int arrived;
  private int kept;
  private int unacknowledged;
  private long lastArrival;
  private long heldUntil;
  private boolean planned;
  private boolean outputEnded;
  private boolean inputEnded;
  private boolean endArrived;
  private boolean inputEndArrived;
  private boolean readerCutOff;
  private boolean writerCutOff;
  private int wanted = 1;
  private @Nullable Prober prober;
  private volatile @Nullable Seat reader;
  private volatile @Nullable Seat writer;

  Line(Connection connection, Cable cable, Cable.Way way, MemoryAddress from, MemoryAddress to) {
    this.connection = connection;
    this.cable = cable;
    this.way = way;
    this.from = from;
    this.to = to;
    // Of its own, so that it does not matter what else goes on.
    this.random = new SplittableRandom(connection.seed() + 31L * text(from) + text(to));
  }

  private static long text(MemoryAddress address) {
    return address.toString().hashCode();
  }

  /**
   * What has left and has not arrived.
   *
   * @param bytes how many of the ring's are its payload
   * @param at when it arrives
   */
  private record Part(Kind kind, int bytes, long at) {}

  MemoryAddress from() {
    return from;
  }

  MemoryAddress to() {
    return to;
  }

  int capacity() {
    return ring.capacity();
  }

  /** Sets how many bytes it holds; before there are any. */
  void capacity(int bytes) {
    ring.capacity(bytes);
  }

  private int segmentBytes() {
    return Math.min(SEGMENT_BYTES, ring.capacity());
  }

  /** From now on keeps small writes back until what was sent before has been acknowledged. */
  void gather() {
    gathers = true;
  }

  // The reading end.

  /** Probes the peer while nothing arrives; begins with {@link #startProbing}. */
  void watch(KeepAlive keepAlive) {
    prober = new Prober(connection, this, keepAlive);
  }

  /** Begins with that, if it is wanted. */
  void startProbing() {
    Prober mine = prober;
    if (mine != null) {
      mine.start();
    }
  }

  /** Ends it. */
  void stopProbing() {
    prober = null;
  }

  /** Whether that is this one's to do. */
  boolean isProbedBy(Prober who) {
    return prober == who && !readerCutOff;
  }

  private void heard() {
    Prober mine = prober;
    if (mine != null) {
      mine.heard();
    }
  }

  /** Returns how many bytes were taken, 0 if none has arrived, -1 at the end. */
  int receive(ByteBuffer dst) throws IOException {
    int n = Math.min(arrived, dst.remaining());
    if (n > 0) {
      ring.take(dst, n);
      arrived -= n;
      wakeWriter();
      return n;
    }
    if (readerCutOff) {
      throw Failures.reset("read", from);
    }
    return endArrived ? -1 : 0;
  }

  /** Forgets what has arrived, and what still will; gives whether that is news. */
  boolean endInput() {
    boolean news = !inputEnded && !endArrived && !readerCutOff;
    inputEnded = true;
    forgetArrived();
    return news;
  }

  private void forgetArrived() {
    ring.skip(arrived);
    arrived = 0;
    wakeWriter();
  }

  // The writing end.

  /**
   * Takes what there is room for. A piece that is to be a segment is taken as a whole, so that it
   * does not depend on the reader what the segments are.
   */
  int send(ByteBuffer src) throws IOException {
    checkReader();
    if (isPlain()) {
      return sendAtOnce(src);
    }
    int total = 0;
    int piece = Math.min(src.remaining(), segmentBytes());
    while (piece > 0 && piece <= ring.room() && !writerCutOff) {
      ring.put(src, piece);
      kept += piece;
      total += piece;
      leave(false);
      piece = Math.min(src.remaining(), segmentBytes());
    }
    wanted = Math.max(1, piece);
    return total;
  }

  private int sendAtOnce(ByteBuffer src) {
    int n = Math.min(ring.room(), src.remaining());
    ring.put(src, n);
    arrived += n;
    wanted = 1;
    if (inputEnded) {
      forgetArrived();
    } else if (n > 0) {
      heard();
      wakeReader();
    }
    return n;
  }

  private boolean isPlain() {
    return underway.isEmpty() && kept == 0 && cable.isPlain() && !connection.isMonitored();
  }

  /** Fails if nobody will read. */
  void checkReader() throws IOException {
    if (writerCutOff) {
      throw Failures.reset("write", to);
    }
    if (inputEndArrived) {
      throw Failures.peerReadsNoMore("write", to);
    }
  }

  /** Lets everything go that is kept, and then the end. */
  void endOutput() {
    if (!outputEnded && !writerCutOff) {
      outputEnded = true;
      leave(true);
      depart(Kind.SHUTDOWN_OUTPUT, 0);
    }
  }

  /** Says that the sender is gone. What is underway arrives before, what is kept does not. */
  void reset() {
    if (!writerCutOff) {
      outputEnded = true;
      drop(kept);
      kept = 0;
      depart(Kind.RESET, 0);
    }
  }

  private void drop(int bytes) {
    ring.keep(ring.count() - bytes);
  }

  // What is between.

  /** Sends what is kept, as far as it need not wait to become more. */
  private void leave(boolean all) {
    while (kept > 0 && (all || !gathers || kept >= segmentBytes() || unacknowledged == 0)) {
      int n = Math.min(kept, segmentBytes());
      kept -= n;
      unacknowledged += gathers ? n : 0;
      depart(Kind.DATA, n);
    }
  }

  /** Sends something that keeps its place in the stream. */
  void depart(Kind kind, int bytes) {
    long at = Math.max(arrival(bytes), lastArrival);
    lastArrival = at;
    underway.add(new Part(kind, bytes, at));
    arrive();
  }

  private long arrival(int bytes) {
    Cable.Impairments slow = cable.impairments();
    long jitter = slow.jitter() == 0 ? 0 : random.nextLong(slow.jitter() + 1);
    return way.send(connection.now(), bytes) + slow.latency() + jitter;
  }

  /** Sends something that takes no place in the stream; it is lost if the cable is down. */
  void departAside(Kind kind) {
    if (!cable.isDown()) {
      connection.plan(arrival(0), () -> arriveAside(kind));
    }
  }

  private void arriveAside(Kind kind) {
    if (!cable.isDown()) {
      tell(kind, 0);
      heard();
      if (kind == Kind.PROBE && connection.isWhole()) {
        connection.opposite(this).departAside(Kind.ANSWER);
      }
    }
  }

  /** Lets everything arrive that is due. */
  void arrive() {
    Part next = underway.peek();
    while (next != null && !isHeld(next.kind)) {
      long at = Math.max(next.at, heldUntil);
      if (at > connection.now()) {
        planFor(at);
        return;
      }
      underway.remove();
      arrive(next);
      next = underway.peek();
    }
  }

  private boolean isHeld(Kind kind) {
    boolean inStream = kind != Kind.CONNECT && kind != Kind.ACCEPT && kind != Kind.REFUSE;
    return inStream ? cable.holds() : cable.isDown();
  }

  private void planFor(long at) {
    if (!planned) {
      planned = true;
      connection.plan(
          at,
          () -> {
            planned = false;
            arrive();
            leave(false);
          });
    }
  }

  /** The cable carries again: what it has held takes its time anew. */
  void release() {
    if (!underway.isEmpty()) {
      heldUntil = connection.now() + cable.impairments().latency();
      arrive();
    }
  }

  private void arrive(Part part) {
    int bytes = cable.allow(part.bytes);
    if (bytes > 0 || part.bytes == 0) {
      tell(part.kind, bytes);
      heard();
    }
    switch (part.kind) {
      case DATA -> arriveData(part.bytes, bytes);
      case SHUTDOWN_OUTPUT -> endArrived = true;
      case SHUTDOWN_INPUT -> connection.opposite(this).inputEndArrived();
      case RESET -> connection.cutOff(this);
      default -> connection.take(part.kind);
    }
    wakeReader();
  }

  private void arriveData(int sent, int bytes) {
    arrived += bytes;
    if (bytes < sent || cable.isSpent()) {
      connection.cutNow(); // before the end of the stream could arrive, as if this were the whole
      connection.afterwards(cable::cut);
    }
    if (inputEnded) {
      forgetArrived();
    }
    if (gathers) {
      acknowledge(sent);
    }
  }

  /** The acknowledgement takes the way back, but is never late. */
  private void acknowledge(int bytes) {
    long latency = cable.impairments().latency();
    if (latency == 0) {
      unacknowledged -= bytes;
    } else {
      connection.plan(
          connection.now() + latency,
          () -> {
            unacknowledged -= bytes;
            leave(false);
          });
    }
  }

  private void inputEndArrived() {
    inputEndArrived = true;
    wakeWriter();
  }

  private void tell(Kind kind, int bytes) {
    if (connection.isMonitored()) {
      connection.tell(this, kind, bytes == 0 ? new byte[0] : ring.copy(arrived, bytes));
    }
  }

  /** The reading end is cut off: it reads what has arrived, and then learns of it. */
  void cutOffReader() {
    readerCutOff = true;
    wakeReader();
  }

  /** The writing end is cut off. */
  void cutOffWriter() {
    writerCutOff = true;
    wakeWriter();
  }

  /** What is on its way does not arrive. */
  void cut() {
    underway.clear();
    kept = 0;
    drop(ring.count() - arrived);
    cutOffReader();
    cutOffWriter();
  }

  // Who waits.

  private void wakeReader() {
    Seat waiting = reader;
    if (waiting != null) {
      waiting.callAndWake();
    }
  }

  private void wakeWriter() {
    Seat waiting = writer;
    if (waiting != null && isWritable()) {
      waiting.callAndWake();
    }
  }

  private boolean isReadable() {
    return arrived > 0 || endArrived || readerCutOff;
  }

  private boolean isWritable() {
    return ring.room() >= wanted || inputEndArrived || writerCutOff;
  }

  /** A waiter for the one thread that reads. */
  Waiter obtainReader() {
    Seat seat = connection.seat(this::isReadable);
    reader = seat;
    return seat;
  }

  /** A waiter for the one thread that writes. */
  Waiter obtainWriter() {
    Seat seat = connection.seat(this::isWritable);
    writer = seat;
    return seat;
  }
}
