package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.FramedAddress;
import dev.hvsock.TcpAddress;
import java.io.IOException;

/** Over a transport that cannot say by itself that it is not read from any more. */
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
