package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Core alone has no network for {@code memory:} addresses, and says where there is one. */
class MemoryTransportMissingTest {
  @Test
  void theMessageNamesTheModuleThatHasOne() {
    Address address = new MemoryAddress("guest", 5000);
    assertEquals(
        "connect memory://guest:5000: no in-memory network is on the class path;"
            + " try: dev.hvsock:hvsock-test on it, or Flows.pair()",
        assertThrows(TransportUnavailableException.class, () -> Hvsock.connect(address))
            .getMessage());
    assertEquals(
        "listen memory://guest:5000: no in-memory network is on the class path;"
            + " try: dev.hvsock:hvsock-test on it, or Flows.pair()",
        assertThrows(TransportUnavailableException.class, () -> Hvsock.listen(address))
            .getMessage());
  }
}
