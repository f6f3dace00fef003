package dev.hvsock.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.ListenOptions;
import dev.hvsock.TransportUnavailableException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an address of AF_VSOCK cannot mean on Windows; what it means is the contract suite's. */
class VsockTransportTest {
  private final VsockTransport transport = new VsockTransport(new HypervTransport());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vsock://42:5000                 | on Windows a VM has an id instead of a CID; try: hyperv://VMID/5000, with an id that 'hvsock vms' lists
          vsock://hypervisor:5000         | on Windows a VM has an id instead of a CID; try: hyperv://VMID/5000, with an id that 'hvsock vms' lists
          vsock://host:1?flags=to-host    | sibling VMs cannot be reached on Windows; try: a forward on the host
          """)
  void isUnavailable(String text, String reason) {
    Address address = Address.parse(text);
    TransportUnavailableException connect =
        assertThrows(
            TransportUnavailableException.class,
            () -> transport.connect(address, new ConnectOptions()));
    assertEquals("connect " + address + ": " + reason, connect.getMessage());
    TransportUnavailableException listen =
        assertThrows(
            TransportUnavailableException.class,
            () -> transport.listen(address, new ListenOptions()));
    assertEquals("listen " + address + ": " + reason, listen.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"vsock://any:5000", "vsock://host:any"})
  void anyIsForListening(String text) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> transport.connect(Address.parse(text), new ConnectOptions()));
    assertEquals(
        "connect " + text + ": 'any' is for listening; try: vsock://host:5000", e.getMessage());
  }

  @Test
  void cidsThatAreAllowedMeanNothing() {
    TransportUnavailableException e =
        assertThrows(
            TransportUnavailableException.class,
            () ->
                transport.listen(
                    Address.parse("vsock://any:5000"), new ListenOptions().allowCids(Set.of(3L))));
    assertEquals(
        "listen vsock://any:5000: peers have no CID on Windows; try: hyperv://VMID/5000",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 1000", "PT10S, 11000", "PT299S, 300000", "PT1H, 300000", "P99999D, 300000"})
  void windowsOwnLimitIsTheLongerOne(Duration timeout, int millis) {
    assertEquals(millis, WindowsSocket.connectMillis(timeout));
  }
}
