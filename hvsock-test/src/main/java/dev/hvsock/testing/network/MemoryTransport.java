package dev.hvsock.testing.network;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.MemoryAddress;
import dev.hvsock.TransportStatus;
import dev.hvsock.engine.Failures;
import dev.hvsock.spi.Transport;
import dev.hvsock.testing.VirtualTime;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Optional;

/**
 * What takes the addresses that begin with {@code memory:}: the network of the host on which the
 * current thread runs, and the one of the whole process elsewhere.
 */
public final class MemoryTransport implements Transport {
  /** The host on which a thread runs that is on no other. */
  public static final String STANDARD_HOST = "host";

  private static final Exchange SHARED = new Exchange(VirtualTime.REAL, 0);

  /** As a service is made. */
  public MemoryTransport() {}

  /** The network of the whole process. */
  public static Exchange shared() {
    return SHARED;
  }

  @Override
  public String scheme() {
    return "memory";
  }

  @Override
  public List<TransportStatus> status() {
    return List.of(new TransportStatus(scheme(), Optional.empty()));
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    Host here = Place.here().orElseGet(() -> SHARED.host(STANDARD_HOST));
    return here.connect((MemoryAddress) address, options);
  }

  /** A thread that is on no host listens on any. */
  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    MemoryAddress at = (MemoryAddress) address;
    Host here = Place.here().orElseGet(() -> SHARED.host(at.host()));
    if (!here.name().equals(at.host())) {
      throw new BindException(
          Failures.message(
              "listen",
              at,
              "this is host " + here.name() + " (EADDRNOTAVAIL)",
              here.address(at.port()).toString()));
    }
    return here.listen(at.port(), options, false);
  }
}
