package dev.hvsock.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Addresses as the kernel has them, without a kernel. The numbers are a little-endian machine's.
 */
class SocketAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "vsock://host:5000, 28000000 88130000 02000000 00000000",
    "vsock://any:any, 28000000 ffffffff ffffffff 00000000",
    "vsock://3:0, 28000000 00000000 03000000 00000000",
    "vsock://5:6?flags=to-host, 28000000 06000000 05000000 01000000",
  })
  void vsock(String text, String bytes) {
    VsockAddress address = (VsockAddress) Address.parse(text);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment written = SocketAddresses.write(arena, address);
      assertBytes(bytes, written);
      assertEquals(VsockAddress.of(address.cid(), address.port()), SocketAddresses.read(written));
    }
  }

  @ParameterizedTest
  @CsvSource({"/a, 0100 2f6100", "@a, 0100 0061", "@, 0100 00", "ä, 0100 c3a400"})
  void unix(String name, String bytes) {
    UnixAddress address = new UnixAddress(name);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment written = SocketAddresses.write(arena, address);
      assertBytes(bytes, written);
      assertEquals(address, SocketAddresses.read(written));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "@x"})
  void theLongestUnixNameFitsExactly(String name) {
    UnixAddress address = new UnixAddress(name + "y".repeat(106));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment written = SocketAddresses.write(arena, address);
      assertEquals(Structs.SockaddrUn.SIZEOF, written.byteSize());
      assertEquals(address, SocketAddresses.read(written));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 80, 0200 0050 7f000001 0000000000000000",
    "::1, 65535, 0a00 ffff 00000000 00000000000000000000000000000001 00000000",
  })
  void inet(String host, int port, String bytes) throws UnknownHostException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment written = SocketAddresses.write(arena, InetAddress.getByName(host), port);
      assertBytes(bytes, written);
      TcpAddress read = (TcpAddress) SocketAddresses.read(written);
      assertEquals(port, read.port());
      assertEquals(InetAddress.getByName(host), InetAddress.getByName(read.host()));
    }
  }

  @Test
  void aPeerWithoutANameIsUnnamed() {
    assertEquals(new UnixAddress(""), read(unixAddress()));
  }

  @Test
  void aRelativePathThatBeginsLikeAnAbstractNameIsAPath() {
    assertEquals(new UnixAddress("./@a"), read(unixAddress('@', 'a', 0)));
  }

  @Test
  void aNameThatNoAddressCanHoldReadsAsUnnamed() {
    byte[] pathWithoutNul = unixAddress(new int[108]);
    Arrays.fill(pathWithoutNul, 2, pathWithoutNul.length, (byte) 'x');

    assertTrue(((UnixAddress) read(unixAddress(0, 'a', 0))).isUnnamed(), "NUL in it");
    assertTrue(((UnixAddress) read(unixAddress(0, 0xff))).isUnnamed(), "not UTF-8, abstract");
    assertTrue(((UnixAddress) read(unixAddress('/', 0xff, 0))).isUnnamed(), "not UTF-8");
    assertTrue(((UnixAddress) read(pathWithoutNul)).isUnnamed(), "too long");
  }

  private static byte[] unixAddress(int... path) {
    byte[] bytes = new byte[Structs.SockaddrUn.sun_path + path.length];
    bytes[0] = LibC.AF_UNIX;
    for (int i = 0; i < path.length; i++) {
      bytes[Structs.SockaddrUn.sun_path + i] = (byte) path[i];
    }
    return bytes;
  }

  /** Reads from native memory, as the kernel writes there. */
  private static Address read(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      return SocketAddresses.read(arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes));
    }
  }

  private static void assertBytes(String hex, MemorySegment written) {
    assertArrayEquals(
        HexFormat.of().parseHex(hex.replace(" ", "")), written.toArray(ValueLayout.JAVA_BYTE));
  }
}
