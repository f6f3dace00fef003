package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no address is refused by a message that holds it and says what would be one. */
class BadAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                        | it must begin with vsock://, hyperv://, hybrid:, unix:, tcp:// or memory://; try: vsock://host:5000
          host:5000                 | it must begin with vsock://, hyperv://, hybrid:, unix:, tcp:// or memory://; try: vsock://host:5000
          VSOCK://host:5000         | it must begin with vsock://, hyperv://, hybrid:, unix:, tcp:// or memory://; try: vsock://host:5000
          vsock                     | it must begin with vsock://, hyperv://, hybrid:, unix:, tcp:// or memory://; try: vsock://host:5000
          vsock:host:5000           | '//' must follow 'vsock:'; try: vsock://host:5000
          tcp:/host:5000            | '//' must follow 'tcp:'; try: tcp://host:5000
          vsock://host              | the port is missing; try: vsock://host:5000
          vsock://host?flags=to-host | the port is missing; try: vsock://host:5000?flags=to-host
          vsock://                  | CID and port are missing; try: vsock://host:5000
          vsock://host:             | port '' is not a number in 0 to 4294967295; try: a number, or any
          vsock://host:-1           | port '-1' is not a number in 0 to 4294967295; try: a number, or any
          vsock://host:4294967296   | port '4294967296' is not a number in 0 to 4294967295; try: a number, or any
          vsock://host:99999999999999999999 | port '99999999999999999999' is not a number in 0 to 4294967295; try: a number, or any
          vsock://host:0x10         | port '0x10' is not a number in 0 to 4294967295; try: a number, or any
          vsock://host:٣            | port '٣' is not a number in 0 to 4294967295; try: a number, or any
          vsock://host: 1           | port ' 1' is not a number in 0 to 4294967295; try: a number, or any
          vsock://host:1?flags=none | port '1?flags=none' is not a number in 0 to 4294967295; try: a number, or any
          vsock://guest:1           | CID 'guest' is not a number in 0 to 4294967295; try: a number, any, hypervisor, local or host
          vsock://:1                | CID '' is not a number in 0 to 4294967295; try: a number, any, hypervisor, local or host
          vsock://4294967296:1      | CID '4294967296' is not a number in 0 to 4294967295; try: a number, any, hypervisor, local or host
          hyperv:parent/5000        | '//' must follow 'hyperv:'; try: hyperv://parent/5000
          hyperv://                 | VM id and service are missing; try: hyperv://parent/5000
          hyperv://parent           | the service is missing; try: hyperv://parent/5000
          hyperv://parent/          | service '' is not a number in 0 to 4294967295; try: a port, or a GUID
          hyperv://parent/-1        | service '-1' is not a number in 0 to 4294967295; try: a port, or a GUID
          hyperv://parent/1-2-3-4-5 | service '1-2-3-4-5' is not a number in 0 to 4294967295; try: a port, or a GUID
          hyperv://host/5000        | 'host' is no VM id; try: a GUID, wildcard, children, loopback, parent or silohost
          hyperv://1-2-3-4-5/5000   | '1-2-3-4-5' is no VM id; try: a GUID, wildcard, children, loopback, parent or silohost
          hyperv:///5000            | '' is no VM id; try: a GUID, wildcard, children, loopback, parent or silohost
          framed                    | it must begin with vsock://, hyperv://, hybrid:, unix:, tcp:// or memory://; try: vsock://host:5000
          framed:                   | after 'framed:', it must begin with vsock://, hyperv://, hybrid:, unix:, tcp:// or memory://; try: vsock://host:5000
          framed://host:5000        | after 'framed:', it must begin with vsock://, hyperv://, hybrid:, unix:, tcp:// or memory://; try: vsock://host:5000
          framed:vsock:host:5000    | after 'framed:', '//' must follow 'vsock:'; try: vsock://host:5000
          framed:framed:unix:/x     | framed:unix:/x is framed already; try: 'framed:' once
          framed:framed:            | after 'framed:', after 'framed:', it must begin with vsock://, hyperv://, hybrid:, unix:, tcp:// or memory://; try: vsock://host:5000
          hybrid:                   | path and port are missing; try: hybrid:/run/vm.vsock:5000
          hybrid:/run/vm.vsock      | the port is missing; try: hybrid:/run/vm.vsock:5000
          hybrid::5000              | the path is missing; try: hybrid:/run/vm.vsock:5000
          hybrid:/run/vm:           | port '' is not a number in 0 to 4294967295; try: PATH:PORT, such as hybrid:/run/vm.vsock:5000
          hybrid:/run/vm:-1         | port '-1' is not a number in 0 to 4294967295; try: PATH:PORT, such as hybrid:/run/vm.vsock:5000
          hybrid:/run/vm:4294967296 | port '4294967296' is not a number in 0 to 4294967295; try: PATH:PORT, such as hybrid:/run/vm.vsock:5000
          hybrid:/run/a:b.vsock     | port 'b.vsock' is not a number in 0 to 4294967295; try: PATH:PORT, such as hybrid:/run/vm.vsock:5000
          framed:hybrid:/run/vm     | after 'framed:', the port is missing; try: hybrid:/run/vm:5000
          tcp://localhost           | the port is missing; try: tcp://localhost:5000
          tcp://[::1]               | the port is missing; try: tcp://[::1]:5000
          tcp://::1:80              | an IPv6 address stands in brackets; try: tcp://[::1]:80
          tcp://:80                 | '' is not a host name or an IP address; try: localhost
          tcp://a b:80              | 'a b' is not a host name or an IP address; try: localhost
          tcp://localhost:65536     | port '65536' is not a number in 0 to 65535; try: a number
          tcp://localhost:4294967295 | port '4294967295' is not a number in 0 to 65535; try: a number
          tcp://localhost:http      | port 'http' is not a number in 0 to 65535; try: a number
          memory://guest            | the port is missing; try: memory://guest:5000
          memory://a:b:1            | 'a:b' is not a host name; try: guest
          memory://:1               | '' is not a host name; try: guest
          memory://guest:some       | port 'some' is not a number in 0 to 4294967295; try: a number, or any
          """)
  void textIsRefused(String text, String reason) {
    assertRefused("address '" + text + "': " + reason, () -> Address.parse(text));
  }

  @Test
  void numbersAreRefused() {
    assertRefused("CID -1 is not in 0 to 4294967295", () -> VsockAddress.of(-1, 0));
    assertRefused("CID 4294967296 is not in 0 to 4294967295", () -> VsockAddress.of(1L << 32, 0));
    assertRefused("port -1 is not in 0 to 4294967295", () -> VsockAddress.any(-1));
    assertRefused(
        "port 9223372036854775807 is not in 0 to 4294967295",
        () -> new MemoryAddress("a", Long.MAX_VALUE));
    assertRefused("port -1 is not in 0 to 4294967295", () -> new HybridAddress("/a", -1));
    assertRefused("port -1 is not in 0 to 65535", () -> new TcpAddress("a", -1));
    assertRefused("port 65536 is not in 0 to 65535", () -> new TcpAddress("a", 65536));
  }

  @Test
  void aPathThatNoSocketCanHaveIsRefused() {
    assertRefused("a unix address cannot hold the character NUL", () -> new HybridAddress("\0", 1));
    assertRefused(
        "the name has 108 bytes, the system allows 107; try: a shorter or a relative path",
        () -> new HybridAddress("x".repeat(108), 1));
  }

  @Test
  void framesInFramesAreRefused() {
    FramedAddress framed = new FramedAddress(VsockAddress.host(1));
    assertRefused(
        "framed:vsock://host:1 is framed already; try: 'framed:' once",
        () -> new FramedAddress(framed));
  }

  private static void assertRefused(String message, Executable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making).getMessage());
  }
}
