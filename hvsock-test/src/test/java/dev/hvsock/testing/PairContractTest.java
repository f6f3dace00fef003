package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import org.junit.jupiter.api.Tag;

@Tag("concurrent")
class PairContractTest implements FlowContract {
  @Override
  public FlowPair connectedPair() {
    return Flows.pair();
  }
}
