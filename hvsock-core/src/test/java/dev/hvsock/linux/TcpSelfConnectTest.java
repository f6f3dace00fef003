package dev.hvsock.linux;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Hvsock;
import dev.hvsock.TcpAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/**
 * A tcp socket that connects to a port of its own machine may be given that very port for itself,
 * and is connected to itself then. Whoever waits for a listener to appear tries often enough to
 * meet that.
 */
class TcpSelfConnectTest {
  private static final int PORTS_GIVEN_AWAY = 60_999 - 32_768;

  @Test
  void whereNobodyListensNobodyAnswers() throws IOException {
    TcpAddress address = new TcpAddress("127.0.0.1", freePort());
    for (int i = 0; i < PORTS_GIVEN_AWAY; i++) {
      assertThrows(ConnectException.class, () -> Hvsock.connect(address).abort());
    }
  }

  /** One that connecting may be given: Linux prefers even ones there, and odd ones here. */
  private static int freePort() throws IOException {
    for (int port = 40_000; port < 60_000; port += 2) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        // Somebody has it.
      }
    }
    throw new IOException("no port is free");
  }
}
