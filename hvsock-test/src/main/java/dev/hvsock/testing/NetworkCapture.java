package dev.hvsock.testing;

import dev.hvsock.Capture;
import dev.hvsock.Capture.Event;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A pcap file of what goes over a {@link VirtualNetwork}, for Wireshark and tshark, as {@link
 * Capture} is one of real flows.
 *
 * {@snippet :
 * try (VirtualNetwork network = VirtualNetwork.open();
 *     NetworkCapture capture = NetworkCapture.of(network, Path.of("target/agent.pcap"))) {
 *   …
 * }
 * }
 *
 * <p>Its times are the network's own, counted from 1970, and are when a packet arrived: a request
 * over a link of two seconds' latency stands at 2, the response to it at 4. A host that is named by
 * a number, {@code host} or {@code local} has that CID; docs/capture.md tells which one another
 * has. Keep-alive shows as credit requests and updates.
 */
public final class NetworkCapture implements AutoCloseable {
  private final VirtualNetwork network;
  private final Capture capture;
  private final SegmentMonitor monitor = this::arrived;

  private NetworkCapture(VirtualNetwork network, Capture capture) {
    this.network = network;
    this.capture = capture;
    network.monitor(monitor);
  }

  /**
   * Records everything that arrives from now on, until it is closed.
   *
   * @throws IOException if the file cannot be made, see {@link Capture#to(Path)}
   */
  public static NetworkCapture of(VirtualNetwork network, Path file) throws IOException {
    return new NetworkCapture(network, Capture.to(file));
  }

  private void arrived(Segment segment) {
    capture.record(
        segment.time(), segment.from(), segment.to(), event(segment.kind()), segment.payload());
  }

  private static Event event(Segment.Kind kind) {
    return switch (kind) {
      case CONNECT -> Event.CONNECT;
      case ACCEPT -> Event.ACCEPT;
      case REFUSE, RESET -> Event.RESET;
      case DATA -> Event.DATA;
      case SHUTDOWN_OUTPUT -> Event.SHUTDOWN_OUTPUT;
      case SHUTDOWN_INPUT -> Event.SHUTDOWN_INPUT;
      case PROBE -> Event.PROBE;
      case ANSWER -> Event.ANSWER;
    };
  }

  /** How many packets were recorded so far. */
  public long packets() {
    return capture.packets();
  }

  /**
   * Ends the capture.
   *
   * @throws IOException if it has ended before, as the file could not be written any more
   */
  @Override
  public void close() throws IOException {
    network.unmonitor(monitor);
    capture.close();
    if (capture.failure().isPresent()) {
      throw capture.failure().get();
    }
  }
}
