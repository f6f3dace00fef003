package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of an address, and what it is read as. */
class AddressTextTest {

  @Test
  void anyAddressIsReadBackFromItsText() {
    RandomCases.check(
        random -> {
          Address address = new RandomAddresses(random).next();
          Address read = Address.parse(address.toString());
          assertEquals(address, read);
          assertEquals(address.hashCode(), read.hashCode());
          assertEquals(address.toString(), read.toString());
          assertTrue(address.toString().startsWith(address.scheme() + ":"), address::toString);
        });
  }

  @Test
  void addressesAreEqualExactlyIfTheirTextsAre() {
    RandomCases.check(
        random -> {
          RandomAddresses addresses = new RandomAddresses(random);
          Address one = addresses.next();
          Address other = addresses.next();
          assertEquals(
              one.equals(other),
              one.toString().equals(other.toString()),
              () -> one + " and " + other);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "vsock://any:5000, -1, 5000",
    "vsock://hypervisor:0, 0, 0",
    "vsock://local:1, 1, 1",
    "vsock://host:any, 2, -1",
    "vsock://3:2147483648, 3, -2147483648",
    "vsock://4294967294:4294967294, -2, -2",
  })
  void vsockNumbersAreUnsignedAndSomeHaveNames(String text, int cid, int port) {
    VsockAddress address =
        VsockAddress.of(Integer.toUnsignedLong(cid), Integer.toUnsignedLong(port));
    assertEquals(address, Address.parse(text));
    assertEquals(text, address.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "vsock://4294967295:4294967295, vsock://any:any",
    "vsock://0:007, vsock://hypervisor:7",
    "vsock://1:1, vsock://local:1",
    "vsock://2:1?flags=to-host, vsock://host:1?flags=to-host",
  })
  void numbersThatHaveNamesAreReadToo(String text, String canonical) {
    assertEquals(canonical, Address.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "hyperv://wildcard/5000, 00000000-0000-0000-0000-000000000000, 00001388-facb-11e6-bd58-64006a7986d3",
    "hyperv://children/0, 90db8b89-0d35-4f79-8ce9-49ea0ac8b7cd, 00000000-facb-11e6-bd58-64006a7986d3",
    "hyperv://loopback/4294967295, e0e16197-dd56-4a10-9195-5ee7a155a838, ffffffff-facb-11e6-bd58-64006a7986d3",
    "hyperv://parent/1, a42e7cda-d03f-480c-9cc2-a4de20abb878, 00000001-facb-11e6-bd58-64006a7986d3",
    "hyperv://silohost/1, 36bd0c5c-7276-4223-88ba-7d03b654c568, 00000001-facb-11e6-bd58-64006a7986d3",
    "hyperv://broadcast/1, ffffffff-ffff-ffff-ffff-ffffffffffff, 00000001-facb-11e6-bd58-64006a7986d3",
    "hyperv://0a1b2c3d-0000-1111-2222-333344445555/00001388-facb-11e6-bd58-64006a7986d4,"
        + " 0A1B2C3D-0000-1111-2222-333344445555, 00001388-facb-11e6-bd58-64006a7986d4",
  })
  void hypervIdsAreGuidsAndSomeHaveNames(String text, String vmId, String serviceId) {
    HypervAddress address = new HypervAddress(UUID.fromString(vmId), UUID.fromString(serviceId));
    assertEquals(address, Address.parse(text));
    assertEquals(text, address.toString());
    assertEquals(address, Address.parse("hyperv://" + vmId + "/" + serviceId));
  }

  @Test
  void portZeroIsAPortAndNotAny() {
    assertNotEquals(VsockAddress.any(0), VsockAddress.any(VsockAddress.ANY_PORT));
    assertEquals("vsock://any:0", VsockAddress.any(0).toString());
    assertEquals("vsock://any:any", VsockAddress.any(VsockAddress.ANY_PORT).toString());
  }

  @Test
  void toHostMakesAnotherAddress() {
    assertNotEquals(VsockAddress.of(5, 6), new VsockAddress(5, 6, true));
    assertEquals(new VsockAddress(5, 6, true), Address.parse("vsock://5:6?flags=to-host"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "fe80::1%eth0", "::"})
  void ipv6StandsInBrackets(String host) {
    TcpAddress address = new TcpAddress(host, 80);
    assertEquals("tcp://[" + host + "]:80", address.toString());
    assertEquals(address, Address.parse(address.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vsock://host:5000",
        "vsock://3:1?flags=to-host",
        "hyperv://parent/5000",
        "hybrid:/a:b:1",
        "unix:/a:b",
        "unix:@a",
        "unix:",
        "tcp://[::1]:80",
        "memory://a:1",
        "memory://a:any"
      })
  void framedStandsBeforeAnyOther(String text) {
    Address framed = Address.parse("framed:" + text);
    assertEquals(new FramedAddress(Address.parse(text)), framed);
    assertEquals("framed:" + text, framed.toString());
    assertEquals("framed", framed.scheme());
    assertNotEquals(Address.parse(text), framed);
  }

  @ParameterizedTest
  @CsvSource({
    "hybrid:/run/vm.vsock:5000, /run/vm.vsock, 5000",
    "hybrid:v:0, v, 0",
    "hybrid:/a:b:c?d#e%20:4294967294, /a:b:c?d#e%20, 4294967294",
    "hybrid:/a:any, /a, 4294967295",
    "hybrid:C:\\vm\\v.sock:80, C:\\vm\\v.sock, 80",
    "hybrid:@name:1, @name, 1",
  })
  void thePortOfAHybridAddressStandsAfterTheLastColon(String text, String path, long port) {
    assertEquals(new HybridAddress(path, port), Address.parse(text));
    assertEquals(text, Address.parse(text).toString());
  }

  @Test
  void aHybridAddressSaysWhichSocketsItIsAbout() {
    HybridAddress address = new HybridAddress("/run/vm.vsock", 0xFFFF_FFFEL);
    assertEquals(new UnixAddress("/run/vm.vsock"), address.monitor());
    assertEquals(new UnixAddress("/run/vm.vsock_4294967294"), address.arrivals());
  }

  @Test
  void unixTextIsTheNameAsItIs() {
    assertEquals(new UnixAddress("/a/b:c?d#e%20"), Address.parse("unix:/a/b:c?d#e%20"));
    assertEquals(UnixAddress.abstractName("a"), Address.parse("unix:@a"));
    assertEquals(new UnixAddress(""), Address.parse("unix:"));
  }
}
