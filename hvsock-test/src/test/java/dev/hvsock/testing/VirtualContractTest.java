package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.FlowPair;
import dev.hvsock.MemoryAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;

/** The network of the process, which no link of is impaired. */
@Tag("concurrent")
class VirtualContractTest implements FlowContract, ListenerContract {
  private static final AtomicInteger PORT = new AtomicInteger();

  @Override
  public Address freshAddress() {
    return new MemoryAddress("contract", PORT.incrementAndGet());
  }

  @Override
  public Optional<Address> anyAddress() {
    return Optional.of(new MemoryAddress("contract", MemoryAddress.ANY_PORT));
  }

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(anyAddress().orElseThrow());
  }
}
