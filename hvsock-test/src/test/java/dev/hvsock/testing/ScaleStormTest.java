package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.Server;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two thousand connect to one listener at once. */
@ExtendWith(Watchdog.class)
class ScaleStormTest {
  private static final int MANY = 2000;

  /** How many the system lets wait for a listener that leaves it to the system. */
  private static int room() throws IOException {
    // In one read: these files have nothing to say to a second one.
    try (BufferedReader limit = Files.newBufferedReader(Path.of("/proc/sys/net/core/somaxconn"))) {
      return Integer.parseInt(limit.readLine());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIX", "TCP"})
  void nobodyIsRefusedWhoseTurnHasNotCome(ForwardTransport transport) throws Exception {
    try (Listener listener = Hvsock.listen(transport.fresh())) {
      ScaleStorm.strike(listener, MANY, room());
    }
  }

  /** The system refuses whoever finds the backlog full, and connecting asks again. */
  @Test
  void smallBacklogMakesNobodyFail() throws Exception {
    try (Listener listener =
        Hvsock.listen(ForwardTransport.UNIX.fresh(), listen -> listen.backlog(16))) {
      ScaleStorm.strike(listener, MANY, 16);
    }
  }

  /** The clients are the JDK's own channels, which share no code with ours. */
  @ParameterizedTest
  @EnumSource(names = {"UNIX", "TCP"})
  void independentClientsAreAllServed(ForwardTransport transport) throws Exception {
    List<SocketChannel> channels = new ArrayList<>();
    try (Server server = Hvsock.serve(transport.fresh(), ScaleStorm::answer)) {
      for (int i = 0; i < MANY; i++) {
        channels.add(SocketChannel.open(socketAddress(server)));
      }
      for (int i = 0; i < MANY; i++) {
        channels.get(i).write(ForwardBytes.at(i, 0, 1000));
        channels.get(i).shutdownOutput();
      }
      for (int i = 0; i < MANY; i++) {
        assertArrayEquals(ForwardBytes.at(i, 0, 1000).array(), readAll(channels.get(i)));
      }
    } finally {
      for (SocketChannel channel : channels) {
        channel.close();
      }
    }
  }

  private static SocketAddress socketAddress(Server server) {
    return switch (server.localAddress()) {
      case UnixAddress unix -> UnixDomainSocketAddress.of(unix.name());
      case TcpAddress tcp -> new InetSocketAddress(tcp.host(), tcp.port());
      default -> throw new IllegalStateException();
    };
  }

  private static byte[] readAll(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(2000);
    int n;
    do {
      n = channel.read(bytes);
    } while (n >= 0);
    byte[] all = new byte[bytes.flip().remaining()];
    bytes.get(all);
    return all;
  }
}
