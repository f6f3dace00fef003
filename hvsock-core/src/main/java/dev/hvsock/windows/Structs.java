package dev.hvsock.windows;

import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CStruct;

/** Sizes of C structs and offsets of their members, in bytes, on x64 and ARM64. */
@CHeaders({"winsock2.h", "ws2tcpip.h", "windows.h", "hvsocket.h"})
@SuppressWarnings("MemberName") // offsets are named as in C
final class Structs {
  private Structs() {}

  /**
   * {@code guiddef.h}; the first three members in host byte order, which is little-endian on every
   * Windows, the last one byte by byte.
   */
  @CStruct("GUID")
  static final class Guid {
    static final int SIZEOF = 16;
    static final int Data1 = 0;
    static final int Data2 = 4;
    static final int Data3 = 6;
    static final int Data4 = 8;

    private Guid() {}
  }

  /** {@code hvsocket.h}. */
  @CStruct("SOCKADDR_HV")
  static final class SockaddrHv {
    static final int SIZEOF = 36;
    static final int Family = 0;
    static final int VmId = 4;
    static final int ServiceId = 20;

    private SockaddrHv() {}
  }

  /** {@code ws2def.h}; port and address in network byte order. */
  @CStruct("struct sockaddr_in")
  static final class SockaddrIn {
    static final int SIZEOF = 16;
    static final int sin_family = 0;
    static final int sin_port = 2;
    static final int sin_addr = 4;

    private SockaddrIn() {}
  }

  /** {@code ws2ipdef.h}; port and address in network byte order, the scope in host byte order. */
  @CStruct("struct sockaddr_in6")
  static final class SockaddrIn6 {
    static final int SIZEOF = 28;
    static final int sin6_family = 0;
    static final int sin6_port = 2;
    static final int sin6_addr = 8;
    static final int sin6_scope_id = 24;

    private SockaddrIn6() {}
  }

  /** {@code winsock2.h}; both are 16 bits wide, unlike elsewhere. */
  @CStruct("struct linger")
  static final class Linger {
    static final int SIZEOF = 4;
    static final int l_onoff = 0;
    static final int l_linger = 2;

    private Linger() {}
  }

  /** {@code winsock2.h}. */
  @CStruct("WSADATA")
  static final class WsaData {
    static final int SIZEOF = 408;

    private WsaData() {}
  }

  /** {@code ws2def.h}. */
  @CStruct("WSABUF")
  static final class WsaBuf {
    static final int SIZEOF = 16;
    static final int len = 0;
    static final int buf = 8;

    private WsaBuf() {}
  }

  /** {@code minwinbase.h}; Internal is the NTSTATUS of the operation. */
  @CStruct("OVERLAPPED")
  static final class Overlapped {
    static final int SIZEOF = 32;
    static final int Internal = 0;

    private Overlapped() {}
  }

  /** {@code minwinbase.h}. */
  @CStruct("OVERLAPPED_ENTRY")
  static final class OverlappedEntry {
    static final int SIZEOF = 32;
    static final int lpOverlapped = 8;
    static final int dwNumberOfBytesTransferred = 24;

    private OverlappedEntry() {}
  }
}
