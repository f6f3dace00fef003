package dev.hvsock.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.hvsock.Address;
import dev.hvsock.HypervAddress;
import dev.hvsock.TcpAddress;
import dev.hvsock.windows.Structs.Guid;
import dev.hvsock.windows.Structs.SockaddrHv;
import dev.hvsock.windows.Structs.SockaddrIn;
import dev.hvsock.windows.Structs.SockaddrIn6;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.UUID;

/** Addresses as Winsock writes them, {@code struct sockaddr}; their length is their segment's. */
final class SocketAddresses {
  /** Room for the largest one. */
  static final int MAX_BYTES = 64;

  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfLong BYTE_BY_BYTE =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketAddresses() {}

  /** Writes an address of AF_HYPERV. */
  static MemorySegment write(Arena arena, HypervAddress address) {
    MemorySegment to = arena.allocate(SockaddrHv.SIZEOF, Integer.BYTES);
    to.set(JAVA_SHORT, SockaddrHv.Family, (short) Winsock.AF_HYPERV);
    write(to, SockaddrHv.VmId, address.vmId());
    write(to, SockaddrHv.ServiceId, address.serviceId());
    return to;
  }

  /** Writes an address of AF_INET or AF_INET6. */
  static MemorySegment write(Arena arena, InetAddress host, int port) {
    byte[] bytes = host.getAddress();
    MemorySegment to;
    if (host instanceof Inet6Address six) {
      to = arena.allocate(SockaddrIn6.SIZEOF, Integer.BYTES);
      to.set(JAVA_SHORT, SockaddrIn6.sin6_family, (short) Winsock.AF_INET6);
      to.set(NETWORK_SHORT, SockaddrIn6.sin6_port, (short) port);
      to.set(JAVA_INT, SockaddrIn6.sin6_scope_id, six.getScopeId());
      MemorySegment.copy(bytes, 0, to, JAVA_BYTE, SockaddrIn6.sin6_addr, bytes.length);
    } else {
      to = arena.allocate(SockaddrIn.SIZEOF, Integer.BYTES);
      to.set(JAVA_SHORT, SockaddrIn.sin_family, (short) Winsock.AF_INET);
      to.set(NETWORK_SHORT, SockaddrIn.sin_port, (short) port);
      MemorySegment.copy(bytes, 0, to, JAVA_BYTE, SockaddrIn.sin_addr, bytes.length);
    }
    return to;
  }

  /** A GUID of its own. */
  static MemorySegment guid(Arena arena, UUID id) {
    MemorySegment to = arena.allocate(Guid.SIZEOF, Integer.BYTES);
    write(to, 0, id);
    return to;
  }

  private static void write(MemorySegment to, long at, UUID id) {
    long high = id.getMostSignificantBits();
    to.set(JAVA_INT_UNALIGNED, at + Guid.Data1, (int) (high >>> 32));
    to.set(JAVA_SHORT_UNALIGNED, at + Guid.Data2, (short) (high >>> 16));
    to.set(JAVA_SHORT_UNALIGNED, at + Guid.Data3, (short) high);
    to.set(BYTE_BY_BYTE, at + Guid.Data4, id.getLeastSignificantBits());
  }

  private static UUID readGuid(MemorySegment from, long at) {
    long high =
        (long) from.get(JAVA_INT_UNALIGNED, at + Guid.Data1) << 32
            | (from.get(JAVA_SHORT_UNALIGNED, at + Guid.Data2) & 0xFFFFL) << 16
            | (from.get(JAVA_SHORT_UNALIGNED, at + Guid.Data3) & 0xFFFFL);
    return new UUID(high, from.get(BYTE_BY_BYTE, at + Guid.Data4));
  }

  /** Reads what Winsock wrote. */
  static Address read(MemorySegment from) {
    int family = from.get(JAVA_SHORT, 0);
    return switch (family) {
      case Winsock.AF_HYPERV ->
          new HypervAddress(readGuid(from, SockaddrHv.VmId), readGuid(from, SockaddrHv.ServiceId));
      case Winsock.AF_INET ->
          inet(
              from.asSlice(SockaddrIn.sin_addr, 4).toArray(JAVA_BYTE),
              from.get(NETWORK_SHORT, SockaddrIn.sin_port));
      case Winsock.AF_INET6 ->
          inet(
              from.asSlice(SockaddrIn6.sin6_addr, 16).toArray(JAVA_BYTE),
              from.get(NETWORK_SHORT, SockaddrIn6.sin6_port));
      default -> throw new AssertionError("a socket of hvsock has address family " + family);
    };
  }

  private static TcpAddress inet(byte[] bytes, short port) {
    try {
      return new TcpAddress(
          InetAddress.getByAddress(bytes).getHostAddress(), Short.toUnsignedInt(port));
    } catch (UnknownHostException e) {
      throw new AssertionError("Winsock wrote an address of " + bytes.length + " bytes", e);
    }
  }
}
