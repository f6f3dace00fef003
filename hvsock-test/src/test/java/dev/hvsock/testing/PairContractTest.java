package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;

class PairContractTest implements FlowContract {
  @Override
  public FlowPair connectedPair() {
    return Flows.pair();
  }
}
