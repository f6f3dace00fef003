package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.TcpAddress;
import java.io.IOException;

class TcpContractTest implements FlowContract {

  @Override
  public FlowPair connectedPair() throws IOException {
    return FlowContract.through(new TcpAddress("127.0.0.1", 0));
  }

  @Override
  public boolean tellsInputShutdown() {
    return false;
  }
}
