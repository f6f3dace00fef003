package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;

/**
 * What every kind of flow must do: all cases of the flow contract, as JUnit tests.
 *
 * <p>A test class that implements this interface inherits them, and says where the flows come from:
 *
 * {@snippet :
 * class CarrierPigeonContractTest implements FlowContract {
 *   @Override
 *   public FlowPair connectedPair() throws IOException {
 *     Pigeon pigeon = new Pigeon();
 *     return new FlowPair(pigeon.loft(), pigeon.roof());
 *   }
 *
 *   @Override
 *   public boolean tellsReset() {
 *     return false; // a pigeon that does not come back says nothing
 *   }
 * }
 * }
 *
 * <p>Each case runs on platform threads and on virtual ones, under a {@link Watchdog}. A case that
 * draws random numbers tells the seed when it fails; the system property {@code hvsock.seed} sets
 * it. Where time limits are measured, {@code hvsock.slack} (8 unless set) says how many times later
 * than they should they may strike. {@code hvsock.linger.millis} (0 unless set) makes the platform
 * threads of the cases live on after their work, for systems on which what a thread has begun must
 * not outlive it, such as Wine.
 */
public interface FlowContract
    extends StreamCases,
        TimeoutCases,
        InterruptCases,
        BufferCases,
        SizeCases,
        EndCases,
        CloseCases,
        EndOrderCases {

  /**
   * The two ends of a new stream through a listener at {@code address}, the connecting one first.
   */
  static FlowPair through(Address address) throws IOException {
    try (Listener listener = Hvsock.listen(address)) {
      Flow connected = Hvsock.connect(listener.localAddress());
      try {
        return new FlowPair(connected, listener.accept());
      } catch (IOException | RuntimeException e) {
        connected.abort();
        throw e;
      }
    }
  }
}
