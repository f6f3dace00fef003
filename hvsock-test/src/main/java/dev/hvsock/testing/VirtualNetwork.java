package dev.hvsock.testing;

import dev.hvsock.VsockAddress;
import dev.hvsock.testing.network.Exchange;
import dev.hvsock.testing.network.MemoryTransport;
import java.time.Duration;

/**
 * A network without a kernel, for tests: hosts, links between them that can be made slow and cut,
 * and flows that keep the whole contract of {@link dev.hvsock.Flow}.
 *
 * {@snippet :
 * try (VirtualNetwork network = VirtualNetwork.open()) {
 *   VirtualHost guest = network.host("guest");
 *   Server agent = guest.call(() -> Hvsock.serve(guest.address(5000), new Agent()));
 *   network.link("host", "guest").latency(ofHours(1)).cutAfter(1_000_000);
 *   Flow flow = network.host("host").connect(agent.localAddress());
 * }
 * }
 *
 * <p>One network belongs to the whole process, {@link #shared}; a thread that runs on no {@link
 * VirtualHost} uses it when it connects to or listens at a {@code memory://HOST:PORT}, from the
 * host named {@code host}. So a program needs nothing but such an address to run on it.
 *
 * <p><b>What arrives, and when.</b> As long as no link is impaired and nobody monitors, a write is
 * there for the other end when it returns, and no thread is at work. Otherwise bytes travel in
 * segments of up to 4 KiB, each {@code write} in segments of its own, and arrive in the order they
 * were sent. A flow holds 64 KiB each way, unless {@code bufferSize} or {@link VirtualLink#buffer}
 * says otherwise, in which what is underway counts; a writer waits for room.
 *
 * <p><b>Time.</b> A network of {@link VirtualTime#JUMPING} or {@link VirtualTime#MANUAL} time does
 * not wait for a clock: see there. With the same seed and the same script its segments are the same
 * at the same instants each time. A script is deterministic if at most one of its threads at a time
 * has something to do that is not a consequence of what has arrived.
 *
 * <p>Any thread may call any method.
 */
public final class VirtualNetwork implements AutoCloseable {
  private static final VirtualNetwork SHARED = new VirtualNetwork(MemoryTransport.shared());

  private final Exchange exchange;

  private VirtualNetwork(Exchange exchange) {
    this.exchange = exchange;
  }

  /** The network of the whole process, in real time; it cannot be closed. */
  public static VirtualNetwork shared() {
    return SHARED;
  }

  /** A new network of jumping time, whose randomness is the same each time. */
  public static VirtualNetwork open() {
    return open(VirtualTime.JUMPING, 0);
  }

  /**
   * A new network, which the caller closes.
   *
   * @param time what makes its time pass
   * @param seed what its randomness comes from
   */
  public static VirtualNetwork open(VirtualTime time, long seed) {
    return new VirtualNetwork(new Exchange(time, seed));
  }

  /**
   * The host of that name, a new one the first time.
   *
   * @throws IllegalArgumentException if it is not one that stands in a {@code memory:} address
   */
  public VirtualHost host(String name) {
    return new VirtualHost(exchange.host(name));
  }

  /**
   * The host with that CID, whose name is the number.
   *
   * @throws IllegalArgumentException if it does not fit in 32 bits
   */
  public VirtualHost host(long cid) {
    return host(Long.toString(VsockAddress.of(cid, 0).cid()));
  }

  /** The link between two hosts, or of one with itself; it is not impaired unless set so. */
  public VirtualLink link(String one, String other) {
    return new VirtualLink(exchange.cable(host(one).name(), host(other).name()));
  }

  /** The link between two hosts, or of one with itself. */
  public VirtualLink link(VirtualHost one, VirtualHost other) {
    return link(one.name(), other.name());
  }

  /** How much of its time has passed since it began. */
  public Duration now() {
    return Duration.ofNanos(exchange.timeline().now());
  }

  /**
   * Moves its time on, and lets everything arrive that is due by then, in order; between two
   * arrivals waits until whoever was woken by the first waits again, but no longer than a quarter
   * of a second for a thread that does not. Returns when nobody is at work.
   *
   * @throws IllegalStateException if its time is real
   */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time cannot go back, by " + by);
    }
    exchange.timeline().advance(by.toNanos());
  }

  /** Shows the monitor every segment from now on. */
  public void monitor(SegmentMonitor monitor) {
    exchange.monitors().add(monitor);
  }

  /** Shows the monitor nothing from now on. */
  public void unmonitor(SegmentMonitor monitor) {
    exchange.monitors().remove(monitor);
  }

  /** Disconnects every host, see {@link VirtualHost#disconnect}. */
  public void disconnect() {
    exchange.disconnect();
  }

  /**
   * Disconnects every host for ever, and ends the thread that the network may have.
   *
   * @throws IllegalStateException if it is that of the process
   */
  @Override
  public void close() {
    if (this == SHARED) {
      throw new IllegalStateException(
          "the network of the process cannot be closed; try: disconnect()");
    }
    exchange.close();
  }
}
