package dev.hvsock.hybrid;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowOptions;
import dev.hvsock.HybridAddress;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.UnixAddress;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.Failures;
import dev.hvsock.engine.LayeredListener;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Hybrid vsock, over whatever transport takes unix addresses. Its flows are those of that
 * transport, and as fast: they have other names, and have been through a handshake if they were
 * connected.
 */
public final class HybridTransport implements Transport {
  private final Transport unix;

  /**
   * Makes one.
   *
   * @param unix the transport of unix addresses, whose flows are those of the engine
   */
  public HybridTransport(Transport unix) {
    this.unix = unix;
  }

  @Override
  public String scheme() {
    return "hybrid";
  }

  /** There is nothing that a machine could lack for it, beyond unix sockets. */
  @Override
  public List<TransportStatus> status() {
    return List.of();
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    HybridAddress target = concrete("connect", address);
    UnixAddress monitor = target.monitor();
    long start = System.nanoTime();
    DuplexFlow flow;
    try {
      flow = (DuplexFlow) unix.connect(monitor, options);
    } catch (IOException e) {
      throw Failures.at(e, monitor, target);
    }
    Duration left = options.timeout().minusNanos(System.nanoTime() - start);
    return shakeHands(flow, target, min(options.handshakeTimeout(), left), options);
  }

  private static Flow shakeHands(
      DuplexFlow flow, HybridAddress target, Duration limit, ConnectOptions options)
      throws IOException {
    boolean taken = false;
    try {
      long port = new Handshake(flow, target, limit).run();
      // vhost-device-vsock answers with the port that it was asked for, which is not this end's.
      long local = port == target.port() ? HybridAddress.ANY_PORT : port;
      named(flow, new HybridAddress(target.path(), local), target, options);
      flow.readTimeout(options.readTimeout());
      flow.writeTimeout(options.writeTimeout());
      taken = true;
      return flow;
    } finally {
      if (!taken) {
        flow.abort();
      }
    }
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    HybridAddress target = concrete("listen", address);
    UnixAddress arrivals = arrivals(target);
    HybridAddress remote = new HybridAddress(target.path(), HybridAddress.ANY_PORT);
    try {
      return new LayeredListener(
          unix.listen(arrivals, options),
          target,
          accepted -> named((DuplexFlow) accepted, target, remote, options));
    } catch (IOException e) {
      throw Failures.at(e, arrivals, target);
    }
  }

  private static Flow named(
      DuplexFlow flow, HybridAddress local, HybridAddress remote, FlowOptions<?> options) {
    flow.rename(local, remote);
    if (!options.monitorMayLeave()) {
      Monitor.watch(flow, remote);
    }
    return flow;
  }

  private static UnixAddress arrivals(HybridAddress target) {
    try {
      return target.arrivals();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          Failures.message(
              "listen", target, "with _" + target.port() + " at its end, " + e.getMessage()),
          e);
    }
  }

  private static HybridAddress concrete(String operation, Address address) {
    HybridAddress hybrid = (HybridAddress) address;
    if (hybrid.port() == HybridAddress.ANY_PORT) {
      throw new IllegalArgumentException(
          Failures.message(
              operation,
              hybrid,
              "no monitor chooses a port",
              "a number, such as hybrid:" + hybrid.path() + ":5000"));
    }
    return hybrid;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
