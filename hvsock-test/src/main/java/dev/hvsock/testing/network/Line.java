package dev.hvsock.testing.network;

import dev.hvsock.MemoryAddress;
import dev.hvsock.engine.Failures;
import dev.hvsock.engine.Waiter;
import dev.hvsock.testing.Segment.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: the bytes that have arrived and were not read, those on their way,
 * and those kept back to be gathered, in one ring that bounds them all. Everything is done under
 * the connection's lock.
 */
final class Line implements Passage.Arrivals {
  /** The most bytes that go in one segment; what a packet of vsock holds by default. */
  static final int SEGMENT_BYTES = 4096;

  /** How many bytes are held, unless somebody wants more or less. */
  static final int STANDARD_BYTES = 64 * 1024;

  private final Connection connection;
  private final Cable cable;
  private final MemoryAddress from;
  private final MemoryAddress to;
  private final Passage passage;
  private final Prober prober;
  private final Ring ring = new Ring(STANDARD_BYTES);
  private boolean gathers;
  private int arrived;
  private int kept;
  private int unacknowledged;
  private boolean outputEnded;
  private boolean inputEnded;
  private boolean endArrived;
  private boolean inputEndArrived;
  private boolean readerCutOff;
  private boolean writerCutOff;
  private int wanted = 1;
  private volatile @Nullable Seat reader;
  private volatile @Nullable Seat writer;

  Line(Connection connection, Cable cable, Cable.Way way, MemoryAddress from, MemoryAddress to) {
    this.connection = connection;
    this.cable = cable;
    this.from = from;
    this.to = to;
    long seed = connection.seed() + 31L * text(from) + text(to);
    this.passage = new Passage(connection, cable, way, new SplittableRandom(seed), this);
    this.prober = new Prober(connection, this);
  }

  private static long text(MemoryAddress address) {
    return address.toString().hashCode();
  }

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

  /** What probes the peer while nothing arrives. */
  Prober prober() {
    return prober;
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
      prober.heard();
      wakeReader();
    }
    return n;
  }

  private boolean isPlain() {
    return passage.isEmpty() && kept == 0 && cable.isPlain() && !connection.isMonitored();
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
    passage.send(kind, bytes);
  }

  /** Sends something that takes no place in the stream. */
  void departAside(Kind kind) {
    passage.sendAside(() -> arriveAside(kind));
  }

  private void arriveAside(Kind kind) {
    tell(kind, 0);
    prober.heard();
    if (kind == Kind.PROBE && connection.isWhole()) {
      connection.opposite(this).departAside(Kind.ANSWER);
    }
  }

  /** The cable carries again. */
  void release() {
    passage.release();
  }

  @Override
  public void rest() {
    leave(false);
  }

  @Override
  public void arrive(Kind kind, int sent) {
    int bytes = cable.allow(sent);
    if (bytes > 0 || sent == 0) {
      tell(kind, bytes);
      prober.heard();
    }
    switch (kind) {
      case DATA -> arriveData(sent, bytes);
      case SHUTDOWN_OUTPUT -> endArrived = true;
      case SHUTDOWN_INPUT -> connection.opposite(this).inputEndArrived();
      case RESET -> connection.cutOff(this);
      default -> connection.take(kind);
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
    prober.stop();
    wakeReader();
  }

  /** The writing end is cut off. */
  void cutOffWriter() {
    writerCutOff = true;
    wakeWriter();
  }

  /** What is on its way does not arrive. */
  void cut() {
    passage.clear();
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
