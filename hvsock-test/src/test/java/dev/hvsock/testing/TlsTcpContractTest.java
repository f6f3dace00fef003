package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.TcpAddress;
import java.io.IOException;
import org.junit.jupiter.api.Tag;

/**
 * Over a transport that cannot say that nobody reads any more, as TLS cannot. Runs with the stress,
 * for the sake of time.
 */
@Tag("stress")
@Tag("thorough")
class TlsTcpContractTest extends TlsSupply implements FlowContract {
  @Override
  FlowPair pairBelow() throws IOException {
    return FlowContract.through(new TcpAddress("127.0.0.1", 0));
  }

  @Override
  public boolean tellsInputShutdown() {
    return false;
  }
}
