package dev.hvsock.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Address;
import dev.hvsock.HypervAddress;
import dev.hvsock.TcpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses byte by byte, as Winsock's headers lay them out. */
class SocketAddressesTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  @ParameterizedTest
  @CsvSource({
    // family, reserved, VmId, ServiceId
    "hyperv://wildcard/5000, 22 00 00 00"
        + " 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
        + " 88 13 00 00 cb fa e6 11 bd 58 64 00 6a 79 86 d3",
    "hyperv://loopback/0, 22 00 00 00"
        + " 97 61 e1 e0 56 dd 10 4a 91 95 5e e7 a1 55 a8 38"
        + " 00 00 00 00 cb fa e6 11 bd 58 64 00 6a 79 86 d3",
    "hyperv://00112233-4455-6677-8899-aabbccddeeff/fedcba98-7654-3210-0123-456789abcdef, 22 00 00 00"
        + " 33 22 11 00 55 44 77 66 88 99 aa bb cc dd ee ff"
        + " 98 ba dc fe 54 76 10 32 01 23 45 67 89 ab cd ef",
  })
  void hyperv(String text, String bytes) {
    try (Arena arena = Arena.ofConfined()) {
      HypervAddress address = (HypervAddress) Address.parse(text);
      MemorySegment written = SocketAddresses.write(arena, address);
      assertEquals(bytes, HEX.formatHex(written.toArray(JAVA_BYTE)));
      assertEquals(address, SocketAddresses.read(written));
    }
  }

  @Test
  void anyGuidIsReadBack() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      HypervAddress address = new HypervAddress(guid(random), guid(random));
      try (Arena arena = Arena.ofConfined()) {
        assertEquals(address, SocketAddresses.read(SocketAddresses.write(arena, address)));
      }
    }
  }

  private static UUID guid(Random random) {
    return new UUID(random.nextLong(), random.nextLong());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 5000, 02 00 13 88 7f 00 00 01 00 00 00 00 00 00 00 00",
    "::1, 80, 17 00 00 50 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00",
  })
  void tcp(String host, int port, String bytes) throws Exception {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment written = SocketAddresses.write(arena, InetAddress.getByName(host), port);
      assertEquals(bytes, HEX.formatHex(written.toArray(JAVA_BYTE)));
      String read = InetAddress.getByName(host).getHostAddress();
      assertEquals(new TcpAddress(read, port), SocketAddresses.read(written));
    }
  }
}
