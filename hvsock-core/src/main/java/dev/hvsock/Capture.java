package dev.hvsock;

import dev.hvsock.capture.CapturedFlow;
import dev.hvsock.capture.PcapFile;
import dev.hvsock.capture.Place;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pcap file of what goes through flows, of any kind, as packets of AF_VSOCK: for Wireshark,
 * tshark and tcpdump.
 *
 * {@snippet :
 * try (Capture capture = Capture.to(Path.of("talk.pcap"));
 *     Flow flow = capture.connected(Hvsock.connect(address))) {
 *   flow.write(request); // is in the file when this returns
 * }
 * }
 *
 * <p>The format is that of Linux's vsockmon device (link type 271), with time in nanoseconds. An
 * address that is not one of AF_VSOCK is shown as a CID and port that docs/capture.md tells the
 * rule for.
 *
 * <p><b>What is recorded, and when.</b> Bytes, when the transport has taken them from a writer or
 * given them to a reader, in packets of up to 64 KiB; ends, as the caller makes them and as reading
 * or writing finds the peer to have made them. What a flow discards while it closes was not read
 * and is not recorded.
 *
 * <p><b>Cost.</b> Each packet is one write to the file, of which the flow waits for the end;
 * nothing is kept in memory, and a process that is killed leaves every packet that it has recorded.
 * {@link Flows#proxy} copies flows that are captured through the Java heap.
 *
 * <p><b>Failure.</b> If the file cannot be written any more, as when the disk is full, the capture
 * ends there, the file keeps the packets that it has, a warning is logged once, {@link #failure}
 * tells why, and the flows go on.
 *
 * <p>Any thread may call any method.
 */
public final class Capture implements Closeable {
  private final PcapFile file;
  private final AtomicLong flows = new AtomicLong();

  private Capture(PcapFile file) {
    this.file = file;
  }

  /** What a packet tells of the end that it comes from. */
  public enum Event {
    /** It asks for a connection: a request. */
    CONNECT,
    /** It gives one: a response. */
    ACCEPT,
    /** It writes. */
    DATA,
    /** It reads no more: a shutdown that says so. */
    SHUTDOWN_INPUT,
    /** It writes no more: a shutdown that says so. */
    SHUTDOWN_OUTPUT,
    /** It does neither any more: a shutdown that says both. */
    CLOSE,
    /** It is gone, or refuses: a reset. */
    RESET,
    /** It asks whether anybody is there: a credit request, which has nothing else to ask here. */
    PROBE,
    /** It answers that: a credit update. */
    ANSWER
  }

  /**
   * Begins a capture in a file, which is made. One that is a capture already is replaced; any other
   * that is not empty is not touched. Blocks if {@code file} is a named pipe, until somebody reads
   * it.
   *
   * @throws IOException if the file cannot be made, or is there and is no capture
   */
  public static Capture to(Path file) throws IOException {
    return new Capture(PcapFile.at(file));
  }

  /**
   * Begins a capture in a stream, which is the capture's from then on. Each packet is one write,
   * and is flushed.
   *
   * @param name what messages call it
   * @throws IOException if the stream does not take the first bytes
   */
  public static Capture to(OutputStream stream, String name) throws IOException {
    return new Capture(PcapFile.to(stream, name));
  }

  /**
   * A view of a flow that this end has connected, which records what is done through it from now
   * on. To close the view is to close the flow. Its {@code toString} tells the CID and port of
   * either end in the file.
   */
  public Flow connected(Flow flow) {
    return CapturedFlow.of(flow, file, flows.incrementAndGet(), true);
  }

  /** A view of a flow that this end has accepted, as {@link #connected} is of one. */
  public Flow accepted(Flow flow) {
    return CapturedFlow.of(flow, file, flows.incrementAndGet(), false);
  }

  /**
   * Records one event of somebody else's, such as a simulation's. Packets should come in the order
   * of their times.
   *
   * @param sinceEpoch when: the time since 1970, or since the simulation began
   * @param from which end it is an event of
   * @param to the other end
   * @param payload the bytes of {@link Event#DATA}, of which more than 64 KiB become several
   *     packets; ignored for others. Its position is left alone.
   */
  public void record(
      Duration sinceEpoch, Address from, Address to, Event event, ByteBuffer payload) {
    file.record(sinceEpoch.toNanos(), Place.of(from, 0), Place.of(to, 0), event, payload);
  }

  /** Why the capture has ended before it was closed, if it has. */
  public Optional<IOException> failure() {
    return file.failure();
  }

  /** How many packets were recorded so far. */
  public long packets() {
    return file.packets();
  }

  /** Ends the capture. Flows go on, unrecorded. Idempotent. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  @Override
  public String toString() {
    return "capture " + file;
  }
}
