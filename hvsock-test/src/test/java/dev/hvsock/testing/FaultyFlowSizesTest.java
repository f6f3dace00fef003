package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import org.junit.jupiter.api.Tag;

/** The part of the contract that takes as long as all the rest. */
@Tag("stress")
@Tag("thorough")
class FaultyFlowSizesTest implements SizeCases {
  @Override
  public FlowPair connectedPair() {
    return FaultyFlowContractTest.seeded();
  }

  @Override
  public boolean readsLess() {
    return true;
  }
}
