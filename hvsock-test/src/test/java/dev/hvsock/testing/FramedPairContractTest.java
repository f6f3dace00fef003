package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.FramedAddress;
import dev.hvsock.MemoryAddress;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;

/** Without a kernel, whose buffers would hide what is kept back. */
@Tag("stress")
@Tag("thorough")
@Order(5) // of those that last longest
class FramedPairContractTest implements FlowContract {
  private static final AtomicInteger PORT = new AtomicInteger();

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(
        new FramedAddress(new MemoryAddress("framed", PORT.incrementAndGet())));
  }

  @Override
  public boolean answersClose() {
    return true;
  }
}
