package dev.hvsock.windows;

import dev.hvsock.foreign.CHeaders;
import java.util.HashMap;
import java.util.Map;

/**
 * The error numbers of Winsock that hvsock tells apart ({@code winsock2.h}, {@code winerror.h}).
 */
@CHeaders({"winsock2.h", "windows.h"})
enum WsaError {
  ERROR_NETNAME_DELETED(64),
  ERROR_SEM_TIMEOUT(121),
  WSA_OPERATION_ABORTED(995),
  WSA_IO_PENDING(997),
  ERROR_CONNECTION_REFUSED(1225),
  ERROR_CONNECTION_ABORTED(1236),
  ERROR_NO_SYSTEM_RESOURCES(1450),
  WSAEACCES(10013),
  WSAEFAULT(10014),
  WSAEINVAL(10022),
  WSAEMFILE(10024),
  WSAEPROTONOSUPPORT(10043),
  WSAEAFNOSUPPORT(10047),
  WSAEADDRINUSE(10048),
  WSAEADDRNOTAVAIL(10049),
  WSAENETDOWN(10050),
  WSAENETUNREACH(10051),
  WSAENETRESET(10052),
  WSAECONNABORTED(10053),
  WSAECONNRESET(10054),
  WSAENOBUFS(10055),
  WSAENOTCONN(10057),
  WSAESHUTDOWN(10058),
  WSAETIMEDOUT(10060),
  WSAECONNREFUSED(10061),
  WSAEHOSTDOWN(10064),
  WSAEHOSTUNREACH(10065),
  WSASYSNOTREADY(10091),
  WSANOTINITIALISED(10093),
  WSAEDISCON(10101),
  /** Any other one. */
  OTHER(0);

  private static final Map<Integer, WsaError> BY_NUMBER = new HashMap<>();

  static {
    for (WsaError error : values()) {
      BY_NUMBER.put(error.number, error);
    }
  }

  /** What a binding returns for this error. */
  final int result;

  private final int number;

  WsaError(int number) {
    this.number = number;
    this.result = -number;
  }

  /** The error that a binding's negative result stands for. */
  static WsaError of(long result) {
    return BY_NUMBER.getOrDefault((int) -result, OTHER);
  }

  /** The name in C of the error that a binding's negative result stands for, or its number. */
  static String name(long result) {
    WsaError error = of(result);
    return error == OTHER ? "error " + -result : error.name();
  }
}
