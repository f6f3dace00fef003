package com.example.agent;

import dev.hvsock.Capture;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.testing.FlowContract;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Flows that a capture records keep the contract: what a kind of flow of one's own would be held
 * to.
 */
class RecordedFlowContractTest implements FlowContract {
  @Override
  public FlowPair connectedPair() throws IOException {
    Capture capture = Capture.to(OutputStream.nullOutputStream(), "nothing");
    FlowPair pair = Flows.pair();
    return new FlowPair(capture.connected(pair.first()), pair.second());
  }
}
