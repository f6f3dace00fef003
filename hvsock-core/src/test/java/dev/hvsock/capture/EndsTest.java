package dev.hvsock.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flows are told apart, and who is on the host. */
class EndsTest {
  @ParameterizedTest
  @CsvSource({
    "vsock://3:5000, vsock://host:5000, 3:5000 > 2:5000",
    "vsock://any:1025, vsock://local:5000, 1:1025 > 1:5000",
    "tcp://127.0.0.1:80, tcp://127.0.0.1:5000, 4127000000001:80 > 4127000000001:5000",
    "memory://42:0, memory://42:0, 42:7 > 42:0", // as both ends of a flow of functions
    "hybrid:/run/fc.sock:1073741824, hybrid:/run/fc.sock:5000, 2:1073741824 > 7002783943505:5000",
    "hybrid:/run/fc.sock:5000, hybrid:/run/fc.sock:5000, 2:7 > 7002783943505:5000",
    "hybrid:/run/fc.sock:5000, hybrid:/run/fc.sock:any, 2:5000 > 7002783943505:7",
    "framed:hybrid:/run/fc.sock:6, framed:hybrid:/run/fc.sock:5, 2:6 > 7002783943505:5"
  })
  void ends(String local, String remote, String ends) {
    assertEquals(ends, Ends.of(Address.parse(local), Address.parse(remote), 7).toString());
  }
}
