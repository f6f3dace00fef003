package dev.hvsock.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of docs/capture.md. */
class PlaceTest {
  @ParameterizedTest
  @CsvSource({
    "vsock://42:5000, 42:5000",
    "vsock://host:0, 2:0",
    "vsock://3:4294967295?flags=to-host, 3:4294967295",
    "unix:, 2000000000000:7",
    "unix:/run/s, 1000000000000:26348416",
    "unix:@/run/s, 1000000000000:1765212196",
    "tcp://127.0.0.1:80, 4127000000001:80",
    "tcp://255.255.255.255:0, 4255255255255:0",
    "tcp://[::1]:80, 6002731173655:80",
    "tcp://localhost:80, 6002663516195:80",
    "memory://guest:5000, 3002897713717:5000",
    "memory://42:5000, 42:5000",
    "memory://host:5000, 2:5000",
    "memory://local:5000, 1:5000",
    "memory://4294967296:5000, 3003267533297:5000",
    "hyperv://parent/5000, 2:5000",
    "hyperv://loopback/5000, 1:5000",
    "hyperv://00112233-4455-6677-8899-aabbccddeeff/5000, 5001546456518:5000",
    "hyperv://parent/00112233-4455-6677-8899-aabbccddeeff, 2:1546456518",
    "hybrid:/run/fc.sock:5000, 7002783943505:5000",
    "framed:vsock://42:5000, 42:5000"
  })
  void places(String address, String place) {
    assertEquals(place, Place.of(Address.parse(address), 7).toString());
  }
}
