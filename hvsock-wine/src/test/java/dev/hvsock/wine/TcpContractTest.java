package dev.hvsock.wine;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.TcpAddress;
import dev.hvsock.testing.FlowContract;
import dev.hvsock.testing.ListenerContract;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/** Runs on the Windows JVM, on Wine's own Winsock, and nowhere else. */
@Tag("wine")
class TcpContractTest implements FlowContract, ListenerContract, ResetCases {
  /** Below the ports that the system gives away, lest somebody else is given one. */
  private static final AtomicInteger PORT = new AtomicInteger(20_000);

  /**
   * A loopback address that no other process takes: drawn, as processes under Wine have numbers
   * that others have too.
   */
  private static final String HOST = host(new Random());

  private static String host(Random random) {
    return "127.%d.%d.%d"
        .formatted(1 + random.nextInt(254), random.nextInt(256), 1 + random.nextInt(254));
  }

  @Override
  public Address freshAddress() {
    return new TcpAddress(HOST, PORT.incrementAndGet());
  }

  @Override
  public Optional<Address> anyAddress() {
    return Optional.of(new TcpAddress("127.0.0.1", 0));
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(new TcpAddress("127.0.0.1", 0));
  }

  @Override
  public boolean tellsInputShutdown() {
    return false;
  }
}
