package dev.hvsock.windows;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hvsock.foreign.CFunction;
import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CLibrary;
import dev.hvsock.foreign.CPrototype;
import dev.hvsock.foreign.NativeAccess;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.UUID;

/**
 * Winsock, as far as hvsock needs it.
 *
 * <p>Each wrapper has the name and the parameter order of the C function, without the parameters
 * that hvsock leaves out, and one more: {@code error}, at least {@link WindowsLibrary#ERROR_BYTES}
 * of native memory of the calling thread's own. It returns what the function returns, or 0 where
 * that is just success, or the negated number that WSAGetLastError would give. Nothing here blocks:
 * what may take time is overlapped, and its end comes to the completion port.
 *
 * <p>The values come from the headers that are named beside them; the module native-headers checks
 * each against mingw-w64's, and lists those that these lack.
 */
@CHeaders({"winsock2.h", "ws2tcpip.h", "mswsock.h", "hvsocket.h"})
@SuppressWarnings({"MemberName", "MethodName"}) // wrappers are named as in C
final class Winsock {
  // ws2def.h
  static final int AF_INET = 2;
  static final int AF_INET6 = 23;
  static final int AF_HYPERV = 34;
  static final int SOCK_STREAM = 1;
  static final int IPPROTO_TCP = 6;
  static final int SOL_SOCKET = 0xffff;
  static final int SO_KEEPALIVE = 0x0008;
  static final int SO_LINGER = 0x0080;
  static final int SO_SNDBUF = 0x1001;
  static final int SO_RCVBUF = 0x1002;
  static final int SIO_GET_EXTENSION_FUNCTION_POINTER = 0xC8000006;
  // ws2ipdef.h
  static final int TCP_NODELAY = 1;
  static final int TCP_KEEPIDLE = 3;
  static final int TCP_KEEPCNT = 16;
  static final int TCP_KEEPINTVL = 17;
  // winsock2.h
  static final int WINSOCK_VERSION = 0x0202;

  /** What a call for a socket gives that failed, as wide as a handle. */
  static final int INVALID_SOCKET = -1;

  static final int SD_RECEIVE = 0;
  static final int SD_SEND = 1;
  static final int WSA_FLAG_OVERLAPPED = 1;
  static final int WSA_FLAG_NO_HANDLE_INHERIT = 0x80;
  // mswsock.h
  static final int SO_UPDATE_ACCEPT_CONTEXT = 0x700B;
  static final int SO_UPDATE_CONNECT_CONTEXT = 0x7010;
  // hvsocket.h
  static final int HV_PROTOCOL_RAW = 1;
  static final int HVSOCKET_CONNECT_TIMEOUT = 1;
  static final int HVSOCKET_CONNECT_TIMEOUT_MAX = 300000;
  static final int HVSOCKET_CONTAINER_PASSTHRU = 2;
  static final int HVSOCKET_CONNECTED_SUSPEND = 4;

  private static final UUID WSAID_ACCEPTEX =
      UUID.fromString("b5367df1-cbac-11cf-95ca-00805f48a192");
  private static final UUID WSAID_CONNECTEX =
      UUID.fromString("25a207b9-ddf3-4660-8ee9-76e58c74063e");

  private static final String WSA_GET_LAST_ERROR = "WSAGetLastError";
  private static final Linker.Option ERROR = WindowsLibrary.capture(WSA_GET_LAST_ERROR);
  private static final long OFFSET = WindowsLibrary.offset(WSA_GET_LAST_ERROR);

  private Winsock() {}

  /** Why nothing here can be linked, ending with the remedy; empty if it can. */
  static Optional<String> obstacle() {
    return NativeAccess.obstacle(() -> Opening.WSASOCKETW);
  }

  private static final class Library {
    static final CLibrary WS2_32 = WindowsLibrary.of("ws2_32");

    static CFunction link(String declaration) {
      return WS2_32.link(declaration, ERROR);
    }
  }

  private static long result(long n, MemorySegment error) {
    return n == INVALID_SOCKET ? -error.get(JAVA_INT, OFFSET) : n;
  }

  /** Of functions that give 0 for success, and anything else for failure. */
  private static int outcome(int n, MemorySegment error) {
    return n == 0 ? 0 : -error.get(JAVA_INT, OFFSET);
  }

  /** Of functions that give FALSE for failure. */
  private static int truth(int n, MemorySegment error) {
    return n == 0 ? -error.get(JAVA_INT, OFFSET) : 0;
  }

  /** A handle called with the types it was made from throws nothing. */
  private static AssertionError unexpected(Throwable e) {
    return new AssertionError(e);
  }

  // A first link of each shape takes milliseconds, so that each group holds what is used together.

  /** Setting sockets up. */
  private static final class Opening {
    static final CFunction WSASTARTUP = Library.link("int WSAStartup(WORD, WSADATA *)");
    static final CFunction WSASOCKETW =
        Library.link("SOCKET WSASocketW(int, int, int, WSAPROTOCOL_INFOW *, GROUP, DWORD)");
    static final CFunction BIND = Library.link("int bind(SOCKET, const struct sockaddr *, int)");
    static final CFunction GETSOCKNAME =
        Library.link("int getsockname(SOCKET, struct sockaddr *, int *)");
    static final CFunction SETSOCKOPT =
        Library.link("int setsockopt(SOCKET, int, int, const char *, int)");
  }

  /** Gives 0 or a negated error number; the only one that returns its error itself. */
  static int WSAStartup(MemorySegment data, MemorySegment error) {
    try {
      return -(int) Opening.WSASTARTUP.handle().invokeExact(error, (short) WINSOCK_VERSION, data);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Gives the socket. */
  static long WSASocketW(int family, int type, int protocol, int flags, MemorySegment error) {
    try {
      return result(
          (long)
              Opening.WSASOCKETW
                  .handle()
                  .invokeExact(error, family, type, protocol, MemorySegment.NULL, 0, flags),
          error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int bind(long socket, MemorySegment address, int length, MemorySegment error) {
    try {
      return outcome(
          (int) Opening.BIND.handle().invokeExact(error, socket, address, length), error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getsockname(
      long socket, MemorySegment address, MemorySegment length, MemorySegment error) {
    try {
      return outcome(
          (int) Opening.GETSOCKNAME.handle().invokeExact(error, socket, address, length), error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int setsockopt(
      long socket, int level, int name, MemorySegment value, int length, MemorySegment error) {
    try {
      return outcome(
          (int) Opening.SETSOCKOPT.handle().invokeExact(error, socket, level, name, value, length),
          error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Waiting for peers, and asking. */
  private static final class Listening {
    static final CFunction LISTEN = Library.link("int listen(SOCKET, int)");
    static final CFunction GETPEERNAME =
        Library.link("int getpeername(SOCKET, struct sockaddr *, int *)");
    static final CFunction GETSOCKOPT =
        Library.link("int getsockopt(SOCKET, int, int, char *, int *)");
  }

  static int listen(long socket, int backlog, MemorySegment error) {
    try {
      return outcome((int) Listening.LISTEN.handle().invokeExact(error, socket, backlog), error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getpeername(
      long socket, MemorySegment address, MemorySegment length, MemorySegment error) {
    try {
      return outcome(
          (int) Listening.GETPEERNAME.handle().invokeExact(error, socket, address, length), error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getsockopt(
      long socket,
      int level,
      int name,
      MemorySegment value,
      MemorySegment length,
      MemorySegment error) {
    try {
      return outcome(
          (int)
              Listening.GETSOCKOPT.handle().invokeExact(error, socket, level, name, value, length),
          error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Taking sockets down. */
  private static final class Closing {
    static final CFunction SHUTDOWN = Library.link("int shutdown(SOCKET, int)");
    static final CFunction CLOSESOCKET = Library.link("int closesocket(SOCKET)");
  }

  static int shutdown(long socket, int how, MemorySegment error) {
    try {
      return outcome((int) Closing.SHUTDOWN.handle().invokeExact(error, socket, how), error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int closesocket(long socket, MemorySegment error) {
    try {
      return outcome((int) Closing.CLOSESOCKET.handle().invokeExact(error, socket), error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Moving bytes. */
  private static final class Transfer {
    static final CFunction WSARECV =
        Library.link(
            "int WSARecv(SOCKET, WSABUF *, DWORD, DWORD *, DWORD *, OVERLAPPED *, LPWSAOVERLAPPED_COMPLETION_ROUTINE)");
    static final CFunction WSASEND =
        Library.link(
            "int WSASend(SOCKET, WSABUF *, DWORD, DWORD *, DWORD, OVERLAPPED *, LPWSAOVERLAPPED_COMPLETION_ROUTINE)");
    static final CFunction WSAGETOVERLAPPEDRESULT =
        Library.link("BOOL WSAGetOverlappedResult(SOCKET, OVERLAPPED *, DWORD *, BOOL, DWORD *)");
  }

  /** Into one buffer. */
  static int WSARecv(
      long socket,
      MemorySegment buffer,
      MemorySegment count,
      MemorySegment flags,
      MemorySegment overlapped,
      MemorySegment error) {
    try {
      return outcome(
          (int)
              Transfer.WSARECV
                  .handle()
                  .invokeExact(
                      error, socket, buffer, 1, count, flags, overlapped, MemorySegment.NULL),
          error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Out of one buffer. */
  static int WSASend(
      long socket,
      MemorySegment buffer,
      MemorySegment count,
      MemorySegment overlapped,
      MemorySegment error) {
    try {
      return outcome(
          (int)
              Transfer.WSASEND
                  .handle()
                  .invokeExact(error, socket, buffer, 1, count, 0, overlapped, MemorySegment.NULL),
          error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Without waiting. */
  static int WSAGetOverlappedResult(
      long socket,
      MemorySegment overlapped,
      MemorySegment count,
      MemorySegment flags,
      MemorySegment error) {
    try {
      return truth(
          (int)
              Transfer.WSAGETOVERLAPPEDRESULT
                  .handle()
                  .invokeExact(error, socket, overlapped, count, 0, flags),
          error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What is not exported by name, but asked for by a GUID. */
  private static final class Extension {
    static final CFunction WSAIOCTL =
        Library.link(
            "int WSAIoctl(SOCKET, DWORD, void *, DWORD, void *, DWORD, DWORD *, OVERLAPPED *, LPWSAOVERLAPPED_COMPLETION_ROUTINE)");

    // native-headers compares these with what the GUIDs' names lead to: LPFN_ACCEPTEX, …
    static final CFunction ACCEPTEX =
        ask(
            WSAID_ACCEPTEX,
            "BOOL AcceptEx(SOCKET, SOCKET, void *, DWORD, DWORD, DWORD, DWORD *, OVERLAPPED *)");
    static final CFunction CONNECTEX =
        ask(
            WSAID_CONNECTEX,
            "BOOL ConnectEx(SOCKET, const struct sockaddr *, int, void *, DWORD, DWORD *, OVERLAPPED *)");

    /**
     * Asks a socket of TCP, which every Windows has: the functions it names serve all families, as
     * they hand the operation to the socket's own driver.
     */
    private static CFunction ask(UUID id, String declaration) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment error = arena.allocate(WindowsLibrary.ERROR_BYTES, Integer.BYTES);
        long socket = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, WSA_FLAG_OVERLAPPED, error);
        MemorySegment guid = SocketAddresses.guid(arena, id);
        MemorySegment pointer = arena.allocate(ADDRESS);
        int result = WSAIoctl(socket, guid, pointer, arena.allocate(JAVA_INT), error);
        closesocket(socket, error);
        if (result < 0) {
          throw new UnsatisfiedLinkError("WSAIoctl failed (" + WsaError.name(result) + ")");
        }
        return CLibrary.link(pointer.get(ADDRESS, 0), CPrototype.parse(declaration), ERROR);
      }
    }

    /** Asks for the extension function of that GUID. */
    private static int WSAIoctl(
        long socket,
        MemorySegment guid,
        MemorySegment pointer,
        MemorySegment count,
        MemorySegment error) {
      try {
        return outcome(
            (int)
                WSAIOCTL
                    .handle()
                    .invokeExact(
                        error,
                        socket,
                        SIO_GET_EXTENSION_FUNCTION_POINTER,
                        guid,
                        (int) guid.byteSize(),
                        pointer,
                        (int) pointer.byteSize(),
                        count,
                        MemorySegment.NULL,
                        MemorySegment.NULL),
            error);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }
  }

  /** Receives no data with the connection; {@code addressLength} is the room for either address. */
  static int AcceptEx(
      long listening,
      long accepting,
      MemorySegment addresses,
      int addressLength,
      MemorySegment count,
      MemorySegment overlapped,
      MemorySegment error) {
    try {
      return truth(
          (int)
              Extension.ACCEPTEX
                  .handle()
                  .invokeExact(
                      error,
                      listening,
                      accepting,
                      addresses,
                      0,
                      addressLength,
                      addressLength,
                      count,
                      overlapped),
          error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Sends no data with the connection. */
  static int ConnectEx(
      long socket,
      MemorySegment address,
      int length,
      MemorySegment overlapped,
      MemorySegment error) {
    try {
      return truth(
          (int)
              Extension.CONNECTEX
                  .handle()
                  .invokeExact(
                      error,
                      socket,
                      address,
                      length,
                      MemorySegment.NULL,
                      0,
                      MemorySegment.NULL,
                      overlapped),
          error);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }
}
