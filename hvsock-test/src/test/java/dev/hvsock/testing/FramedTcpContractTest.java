package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.FramedAddress;
import dev.hvsock.TcpAddress;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

/**
 * Over a transport that cannot say by itself that nobody reads any more. Runs with the stress, for
 * the sake of time.
 */
@Tag("stress")
@Tag("thorough")
class FramedTcpContractTest implements FlowContract {
  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(new FramedAddress(new TcpAddress("127.0.0.1", 0)));
  }

  @Override
  public boolean answersClose() {
    return true;
  }
}
