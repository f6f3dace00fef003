package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;

/**
 * What a script does that any transport may do leaves the contract whole; but for its sizes, which
 * are {@link FaultyFlowSizesTest}.
 */
@Tag("concurrent")
class FaultyFlowContractTest
    implements StreamCases,
        TimeoutCases,
        InterruptCases,
        BufferCases,
        EndCases,
        CloseCases,
        EndOrderCases {
  private static final AtomicLong SEEDS = new AtomicLong(20261121);

  @Override
  public FlowPair connectedPair() {
    return seeded();
  }

  @Override
  public boolean readsLess() {
    return true;
  }

  /** Another seed each time, and the same ones in each run. */
  static FlowPair seeded() {
    FlowPair pair = Flows.pair();
    return new FlowPair(
        FaultyFlow.over(pair.first(), FaultScript.seeded(SEEDS.incrementAndGet())),
        FaultyFlow.over(pair.second(), FaultScript.seeded(SEEDS.incrementAndGet())));
  }
}
