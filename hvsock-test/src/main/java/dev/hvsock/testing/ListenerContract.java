package dev.hvsock.testing;

/**
 * What connecting, listening and accepting must do at every kind of address that {@link
 * dev.hvsock.Hvsock} takes, as JUnit tests that a test class inherits by implementing this.
 *
 * {@snippet :
 * class CarrierPigeonContractTest implements ListenerContract {
 *   @Override
 *   public Address freshAddress() {
 *     return new MemoryAddress("roof", ROOFS.incrementAndGet());
 *   }
 * }
 * }
 */
public interface ListenerContract extends ConnectCases, AcceptCases {}
