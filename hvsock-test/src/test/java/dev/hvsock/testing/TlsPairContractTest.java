package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import org.junit.jupiter.api.Tag;

/**
 * Without a kernel, whose buffers would hide what is kept back; and without the cases of sizes,
 * whose 1,200 handshakes take longer than all others do. Those are in {@link TlsUnixContractTest}.
 */
@Tag("concurrent")
class TlsPairContractTest extends TlsSupply
    implements StreamCases,
        TimeoutCases,
        InterruptCases,
        BufferCases,
        EndCases,
        CloseCases,
        EndOrderCases {
  @Override
  FlowPair pairBelow() {
    return Flows.pair();
  }
}
