package dev.hvsock.wine;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.TcpAddress;
import dev.hvsock.testing.FlowContract;
import dev.hvsock.testing.ListenerContract;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/** Runs on the Windows JVM, on Wine's own Winsock, and nowhere else. */
@Tag("wine")
class TcpContractTest implements FlowContract, ListenerContract, ResetCases {
  /** Below the ports that the system gives away, at an address that nobody else takes. */
  private static final AtomicInteger PORT = new AtomicInteger(20_000);

  @Override
  public Address freshAddress() {
    return new TcpAddress("127.87.73.78", PORT.incrementAndGet());
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
