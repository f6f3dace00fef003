package dev.hvsock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.ConnectOptions;
import dev.hvsock.KeepAlive;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Options, as the kernel says that they are in force. */
class SocketOptionsTest {
  private interface Check {
    void of(Arena arena, LinuxSocket socket) throws IOException;
  }

  private static void configured(int family, Consumer<ConnectOptions> options, Check check)
      throws IOException {
    ConnectOptions set = new ConnectOptions();
    options.accept(set);
    LinuxSocket socket = LinuxSocket.open(family, "test", Address.parse("unix:"));
    try (Arena arena = Arena.ofConfined()) {
      socket.configure(arena, set);
      check.of(arena, socket);
    } finally {
      socket.close();
    }
  }

  private static int get(Arena arena, LinuxSocket socket, int level, int name) {
    MemorySegment value = arena.allocate(JAVA_INT);
    MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
    assertEquals(
        0, LibC.getsockopt(socket.fd(), level, name, value, length, LinuxSocket.errno(arena)));
    return value.get(JAVA_INT, 0);
  }

  @Test
  void tcpSendsSmallWritesAtOnceUnlessToldOtherwise() throws IOException {
    configured(
        LibC.AF_INET,
        options -> {},
        (arena, socket) -> assertEquals(1, get(arena, socket, LibC.IPPROTO_TCP, LibC.TCP_NODELAY)));
    configured(
        LibC.AF_INET6,
        options -> options.noDelay(false),
        (arena, socket) -> assertEquals(0, get(arena, socket, LibC.IPPROTO_TCP, LibC.TCP_NODELAY)));
  }

  @Test
  void tcpProbesAnIdlePeerIfAsked() throws IOException {
    configured(
        LibC.AF_INET,
        options -> {},
        (arena, socket) -> assertEquals(0, get(arena, socket, LibC.SOL_SOCKET, LibC.SO_KEEPALIVE)));
    configured(
        LibC.AF_INET,
        options ->
            options.keepAlive(new KeepAlive(Duration.ofSeconds(61), Duration.ofSeconds(7), 5)),
        (arena, socket) -> {
          assertEquals(1, get(arena, socket, LibC.SOL_SOCKET, LibC.SO_KEEPALIVE));
          assertEquals(61, get(arena, socket, LibC.IPPROTO_TCP, LibC.TCP_KEEPIDLE));
          assertEquals(7, get(arena, socket, LibC.IPPROTO_TCP, LibC.TCP_KEEPINTVL));
          assertEquals(5, get(arena, socket, LibC.IPPROTO_TCP, LibC.TCP_KEEPCNT));
        });
  }

  @Test
  void buffersHoldWhatWasAskedFor() throws IOException {
    for (int family : new int[] {LibC.AF_UNIX, LibC.AF_INET}) {
      configured(
          family,
          options -> options.bufferSize(100_000),
          (arena, socket) -> {
            int output = get(arena, socket, LibC.SOL_SOCKET, LibC.SO_SNDBUF);
            int input = get(arena, socket, LibC.SOL_SOCKET, LibC.SO_RCVBUF);
            assertTrue(output >= 100_000);
            assertTrue(input >= 100_000);
            assertEquals(new BufferSizes(output, input), socket.bufferSizes(arena));
          });
    }
  }
}
