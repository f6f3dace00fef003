package dev.hvsock.framed;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowOptions;
import dev.hvsock.FramedAddress;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.engine.DuplexFlow;
import dev.hvsock.engine.Failures;
import dev.hvsock.engine.FlowLimits;
import dev.hvsock.engine.LayeredListener;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.util.List;

/** The framing, over whatever transport takes the address that is framed. */
public final class FramedTransport implements Transport {
  private final Transport below;

  /** Frames what goes over {@code below}. */
  public FramedTransport(Transport below) {
    this.below = below;
  }

  @Override
  public String scheme() {
    return "framed";
  }

  /** There is nothing that a machine could lack for it. */
  @Override
  public List<TransportStatus> status() {
    return List.of();
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    Address inner = ((FramedAddress) address).inner();
    Flow connected;
    try {
      connected = below.connect(inner, options);
    } catch (IOException e) {
      throw Failures.at(e, inner, address);
    }
    return framed(connected, options, "connect", address);
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    Address inner = ((FramedAddress) address).inner();
    try {
      Listener listener = below.listen(inner, options);
      Address local = new FramedAddress(listener.localAddress());
      return new LayeredListener(
          listener, local, accepted -> framed(accepted, options, "accept", local));
    } catch (IOException e) {
      throw Failures.at(e, inner, address);
    }
  }

  static Flow framed(Flow below, FlowOptions<?> options, String operation, Address address)
      throws IOException {
    if (below instanceof DuplexFlow carrier) {
      return new FramedFlow(carrier, FlowLimits.of(options));
    }
    below.abort();
    throw Failures.unavailable(
        operation,
        address,
        "the flows of this transport cannot carry frames",
        "the address without 'framed:'");
  }
}
