package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

@Tag("stress")
@Tag("thorough")
class AbstractUnixContractTest implements FlowContract, ListenerContract {
  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public Address freshAddress() {
    return UnixAddress.abstractName(
        "hvsock-contract-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(freshAddress());
  }

  @Override
  public boolean tellsReset() {
    return false;
  }
}
