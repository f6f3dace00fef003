package dev.hvsock.capture;

import dev.hvsock.Capture.Event;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A <a href="https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/">pcap file</a> in the making,
 * little-endian and with time in nanoseconds. Each packet is one write, and nothing is buffered:
 * what has been recorded outlives the process.
 */
public final class PcapFile implements Closeable {
  /** Of files with time in nanoseconds. */
  static final int MAGIC = 0xa1b23c4d;

  private static final int HEADER_BYTES = 24;
  private static final short MAJOR_VERSION = 2;
  private static final short MINOR_VERSION = 4;

  /** What tcpdump writes: as much as any packet may have. */
  private static final int SNAP_LENGTH = 262_144;

  private static final int LINKTYPE_VSOCK = 271;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final OutputStream out;
  private final String name;
  private final boolean isRegular;
  private final long start = System.nanoTime();
  private final long startSinceEpoch = sinceEpoch(Instant.now());
  private final ReentrantLock lock = new ReentrantLock();
  // The rest is guarded by lock.
  private final Packet packet = new Packet();
  private long bytes;
  private long packets;
  private boolean closed;
  private @Nullable IOException failure;

  private PcapFile(OutputStream out, String name, boolean isRegular) throws IOException {
    this.out = out;
    this.name = name;
    this.isRegular = isRegular;
    begin();
  }

  /** Begins a file, as {@link dev.hvsock.Capture#to(Path)} says. */
  public static PcapFile at(Path path) throws IOException {
    OutputStream file = CaptureFile.open(path);
    return new PcapFile(file, path.toString(), Files.isRegularFile(path));
  }

  /** Begins a file in a stream. */
  public static PcapFile to(OutputStream out, String name) throws IOException {
    return new PcapFile(out, name, false);
  }

  private static long sinceEpoch(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  private void begin() throws IOException {
    try {
      write(header());
    } catch (IOException e) {
      out.close();
      throw new IOException("capture " + name + ": " + e.getMessage(), e);
    }
  }

  private static ByteBuffer header() {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC)
        .putShort(MAJOR_VERSION)
        .putShort(MINOR_VERSION)
        .putLong(0) // the time zone and accuracy of old
        .putInt(SNAP_LENGTH)
        .putInt(LINKTYPE_VSOCK)
        .flip();
  }

  /** In one piece, so that a process that is killed leaves it whole. */
  private void write(ByteBuffer whole) throws IOException {
    out.write(whole.array(), whole.arrayOffset(), whole.limit());
    out.flush();
    bytes += whole.limit();
  }

  /** Records an event of now without a payload. */
  void record(Place from, Place to, Event event) {
    record(from, to, event, NOTHING.duplicate());
  }

  /** Records an event of now; the payload, of any length, is taken out. */
  void record(Place from, Place to, Event event, ByteBuffer payload) {
    do {
      lock.lock();
      try {
        add(now(), from, to, event, next(payload));
      } finally {
        lock.unlock();
      }
    } while (payload.hasRemaining());
  }

  /**
   * Records an event of some other time.
   *
   * @param time in nanoseconds since the epoch
   * @param payload of {@link Event#DATA}, of any length; its position is left alone
   */
  public void record(long time, Place from, Place to, Event event, ByteBuffer payload) {
    ByteBuffer left = event == Event.DATA ? payload.duplicate() : NOTHING.duplicate();
    lock.lock();
    try {
      do {
        add(time, from, to, event, next(left));
      } while (left.hasRemaining());
    } finally {
      lock.unlock();
    }
  }

  /** Never earlier than before, whatever is done to the machine's clock. */
  private long now() {
    return startSinceEpoch + (System.nanoTime() - start);
  }

  private static ByteBuffer next(ByteBuffer payload) {
    int length = Math.min(payload.remaining(), Packet.MAX_PAYLOAD);
    ByteBuffer next = payload.slice(payload.position(), length);
    payload.position(payload.position() + length);
    return next;
  }

  private void add(long time, Place from, Place to, Event event, ByteBuffer payload) {
    if (closed || failure != null) {
      return;
    }
    try {
      write(packet.make(time, from, to, event, payload));
      packets++;
    } catch (IOException | RuntimeException e) { // a stream of somebody else's may throw either
      fail(e);
    }
  }

  /** The capture ends here; the flows that it is of do not. */
  private void fail(Exception cause) {
    IOException told =
        new IOException("capture " + name + ": " + cause.getMessage() + after(packets), cause);
    failure = told;
    try (out) {
      cut();
    } catch (IOException | RuntimeException e) {
      told.addSuppressed(e);
    }
    System.getLogger("dev.hvsock").log(Level.WARNING, told.getMessage());
  }

  /** Takes the part of a packet away that may stand at the end. */
  private void cut() throws IOException {
    if (out instanceof FileOutputStream file && isRegular) {
      file.getChannel().truncate(bytes);
    }
  }

  private static String after(long packets) {
    return "; it ends after " + packets + " packets, the flows go on";
  }

  /** Why it has ended before it was closed, if it has. */
  public Optional<IOException> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  /** How many packets it has. */
  public long packets() {
    lock.lock();
    try {
      return packets;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        out.close();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
