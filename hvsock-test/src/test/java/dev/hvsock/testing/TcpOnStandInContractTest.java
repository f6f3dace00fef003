package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.TcpAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/** The Windows backend's flows over TCP. */
@Tag("winsock")
class TcpOnStandInContractTest implements FlowContract, ListenerContract {
  private static final AtomicInteger PORT = new AtomicInteger(20_000);

  @Override
  public Address freshAddress() {
    return new TcpAddress("127.0.0.1", PORT.incrementAndGet());
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

  /** A full backlog answers with a reset on Windows. */
  @Override
  public boolean refusesWhenFull() {
    return true;
  }
}
