package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.TcpAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

@Tag("concurrent")
class TcpContractTest implements FlowContract, ListenerContract {
  /** Below the ports that the system gives away, lest somebody else is given one. */
  private static final AtomicInteger PORT = new AtomicInteger(20_000);

  /** A loopback address of this process alone, so that its ports are nobody else's. */
  private static final String HOST = host(ProcessHandle.current().pid());

  private static String host(long pid) {
    return "127." + (1 + (pid >> 16 & 0x7F)) + "." + (pid >> 8 & 0xFF) + "." + (pid & 0xFF);
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
