package dev.hvsock.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.foreign.CFunction;
import dev.hvsock.foreign.CHeaders;
import dev.hvsock.foreign.CPrototype;
import dev.hvsock.foreign.CStruct;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bindings of Windows agree with mingw-w64's headers. */
class WindowsHeadersTest {
  @TempDir Path temporary;

  @Test
  void onX64() throws IOException {
    Platform.WINDOWS.compare();
  }

  /** Right elsewhere, or nearly right. */
  @CHeaders({"windows.h", "winsock2.h", "mswsock.h"})
  static final class Wrong {
    static final int AF_HYPERV = 34;
    static final int INFINITE = 0;
    static final int INVALID_SOCKET = -2;
    static final UUID WSAID_ACCEPTEX = UUID.fromString("b5367df1-cbac-11cf-95ca-00805f48a193");
    static final UUID WSAID_CONNECTEX = UUID.fromString("25a207b9-ddf3-4660-8ee9-76e58c74063e");
    static final UUID WSAID_NOTHINGEX = new UUID(0, 0);

    private static final MethodHandle NOTHING =
        MethodHandles.empty(MethodType.methodType(int.class));

    static final CFunction CLOSESOCKET = function("int closesocket(int)");
    static final CFunction CONNECTEX =
        function("BOOL ConnectEx(SOCKET, const struct sockaddr *, int)");
    static final CFunction GETTICKCOUNT = function("unsigned long GetTickCount(void)");

    @CStruct("struct linger")
    static final class Linger {
      static final int SIZEOF = 8;
      static final int l_onoff = 0;
      static final int l_linger = 4;
    }

    private static CFunction function(String declaration) {
      return new CFunction(CPrototype.parse(declaration), NOTHING);
    }
  }

  @Test
  void namesWhatIsOfAnotherPlatform() throws IOException {
    List<Difference> differences =
        Platform.WINDOWS
            .compiler()
            .compare(Bindings.of(List.of(Wrong.class)), temporary.resolve("wrong.c"));
    assertEquals(
        """
        CPrototype.layout('unsigned long') is 8 in Java, in C: 4
        Wrong.AF_HYPERV is 34 in Java, in C: 'AF_HYPERV' undeclared here (not in a function)
        Wrong.CLOSESOCKET is int closesocket(int) in Java, in C: int (*)(SOCKET)
        Wrong.CONNECTEX is BOOL ConnectEx(SOCKET, const struct sockaddr *, int) in Java, in C: WINBOOL (*)(SOCKET, const struct sockaddr *, int, void *, DWORD, DWORD *, struct _OVERLAPPED *)
        Wrong.INFINITE is 0 in Java, in C: -1
        Wrong.INVALID_SOCKET is -2 in Java, in C: -1
        Wrong.Linger.SIZEOF is 8 in Java, in C: 4
        Wrong.Linger.l_linger is 4 in Java, in C: 2
        Wrong.WSAID_ACCEPTEX is f17d36b5accbcf1195ca00805f48a193 in Java, in C: other bytes
        Wrong.WSAID_NOTHINGEX is 00000000000000000000000000000000 in Java, in C: 'WSAID_NOTHINGEX' undeclared (first use in this function)
        """,
        differences.stream()
            .map(difference -> difference.toString().replace("WindowsHeadersTest.", "") + "\n")
            .sorted()
            .collect(Collectors.joining()));
  }
}
