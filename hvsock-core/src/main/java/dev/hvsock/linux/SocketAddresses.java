package dev.hvsock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.hvsock.Address;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import dev.hvsock.linux.Structs.SockaddrIn;
import dev.hvsock.linux.Structs.SockaddrIn6;
import dev.hvsock.linux.Structs.SockaddrUn;
import dev.hvsock.linux.Structs.SockaddrVm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Addresses as the kernel writes them, {@code struct sockaddr}; their length is their segment's.
 */
final class SocketAddresses {
  /** Room for the largest one. */
  static final int MAX_BYTES = 128;

  private static final ValueLayout.OfShort NETWORK_SHORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketAddresses() {}

  /** Writes an address of AF_VSOCK. */
  static MemorySegment write(Arena arena, VsockAddress address) {
    MemorySegment to = arena.allocate(SockaddrVm.SIZEOF, Integer.BYTES);
    to.set(JAVA_SHORT, SockaddrVm.svm_family, (short) LibC.AF_VSOCK);
    to.set(JAVA_INT, SockaddrVm.svm_cid, (int) address.cid());
    to.set(JAVA_INT, SockaddrVm.svm_port, (int) address.port());
    to.set(
        JAVA_BYTE, SockaddrVm.svm_flags, (byte) (address.toHost() ? LibC.VMADDR_FLAG_TO_HOST : 0));
    return to;
  }

  /** Writes an address of AF_UNIX: a path with its NUL, or an abstract name after a NUL. */
  static MemorySegment write(Arena arena, UnixAddress address) {
    byte[] name = address.name().getBytes(StandardCharsets.UTF_8);
    long length = address.isAbstract() ? name.length : name.length + 1;
    MemorySegment to = arena.allocate(SockaddrUn.sun_path + length, Integer.BYTES);
    to.set(JAVA_SHORT, SockaddrUn.sun_family, (short) LibC.AF_UNIX);
    MemorySegment.copy(name, 0, to, JAVA_BYTE, SockaddrUn.sun_path, name.length);
    if (address.isAbstract()) {
      to.set(JAVA_BYTE, SockaddrUn.sun_path, (byte) 0);
    }
    return to;
  }

  /** Writes an address of AF_INET or AF_INET6. */
  static MemorySegment write(Arena arena, InetAddress host, int port) {
    byte[] bytes = host.getAddress();
    MemorySegment to;
    if (host instanceof Inet6Address six) {
      to = arena.allocate(SockaddrIn6.SIZEOF, Integer.BYTES);
      to.set(JAVA_SHORT, SockaddrIn6.sin6_family, (short) LibC.AF_INET6);
      to.set(NETWORK_SHORT, SockaddrIn6.sin6_port, (short) port);
      to.set(JAVA_INT, SockaddrIn6.sin6_scope_id, six.getScopeId());
      MemorySegment.copy(bytes, 0, to, JAVA_BYTE, SockaddrIn6.sin6_addr, bytes.length);
    } else {
      to = arena.allocate(SockaddrIn.SIZEOF, Integer.BYTES);
      to.set(JAVA_SHORT, SockaddrIn.sin_family, (short) LibC.AF_INET);
      to.set(NETWORK_SHORT, SockaddrIn.sin_port, (short) port);
      MemorySegment.copy(bytes, 0, to, JAVA_BYTE, SockaddrIn.sin_addr, bytes.length);
    }
    return to;
  }

  /** Reads what the kernel wrote; {@code from} ends where the address ends. */
  static Address read(MemorySegment from) {
    int family = from.get(JAVA_SHORT, 0);
    return switch (family) {
      case LibC.AF_VSOCK ->
          VsockAddress.of(
              Integer.toUnsignedLong(from.get(JAVA_INT, SockaddrVm.svm_cid)),
              Integer.toUnsignedLong(from.get(JAVA_INT, SockaddrVm.svm_port)));
      case LibC.AF_UNIX -> readUnix(from.asSlice(SockaddrUn.sun_path).toArray(JAVA_BYTE));
      case LibC.AF_INET ->
          inet(
              from.asSlice(SockaddrIn.sin_addr, 4).toArray(JAVA_BYTE),
              from.get(NETWORK_SHORT, SockaddrIn.sin_port));
      case LibC.AF_INET6 ->
          inet(
              from.asSlice(SockaddrIn6.sin6_addr, 16).toArray(JAVA_BYTE),
              from.get(NETWORK_SHORT, SockaddrIn6.sin6_port));
      default -> throw new AssertionError("a socket of hvsock has address family " + family);
    };
  }

  /**
   * A peer may have bound itself to any bytes; a name that cannot be written down counts as none,
   * lest it keep us from accepting.
   */
  private static UnixAddress readUnix(byte[] path) {
    boolean isAbstract = path.length > 0 && path[0] == 0;
    int from = isAbstract ? 1 : 0;
    int end = isAbstract ? path.length : 0;
    while (end < path.length && path[end] != 0) {
      end++;
    }
    try {
      String name =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(path, from, end - from))
              .toString();
      return isAbstract
          ? UnixAddress.abstractName(name)
          : new UnixAddress(name.startsWith("@") ? "./" + name : name);
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return new UnixAddress("");
    }
  }

  private static TcpAddress inet(byte[] bytes, short port) {
    try {
      return new TcpAddress(
          InetAddress.getByAddress(bytes).getHostAddress(), Short.toUnsignedInt(port));
    } catch (UnknownHostException e) {
      throw new AssertionError("the kernel wrote an address of " + bytes.length + " bytes", e);
    }
  }
}
