package dev.hvsock.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.HybridAddress;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportUnavailableException;
import dev.hvsock.channel.ChannelTransports;
import dev.hvsock.spi.Transport;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over the JDK's unix sockets, which are what Windows has. */
@Timeout(60)
class HybridChannelTest {
  private static final Transport TRANSPORT = new HybridTransport(ChannelTransports.unix());

  @TempDir private Path folder;

  private static FutureTask<Flow> connecting(ScriptedMonitor monitor, ConnectOptions options) {
    FutureTask<Flow> task = new FutureTask<>(() -> TRANSPORT.connect(monitor.port(1), options));
    Thread.ofVirtual().start(task);
    return task;
  }

  @Test
  void connecting() throws Exception {
    Path socket = folder.resolve("v");
    try (ScriptedMonitor monitor = new ScriptedMonitor(socket)) {
      FutureTask<Flow> connecting = connecting(monitor, new ConnectOptions());
      try (SocketChannel guest = monitor.accept()) {
        assertEquals("CONNECT 1\n", ScriptedMonitor.takeLine(guest));
        ScriptedMonitor.send(guest, "OK 2\nx");
        Flow flow = connecting.get();
        assertEquals(monitor.port(1), flow.remoteAddress());
        assertEquals(monitor.port(2), flow.localAddress());
        assertEquals('x', flow.read().orElseThrow().get());
        Files.delete(socket);
        guest.shutdownOutput();
        assertThrows(FlowResetException.class, flow::read);
        flow.abort();
      }
    }
  }

  @Test
  void refusalAndSilence() throws Exception {
    try (ScriptedMonitor monitor = new ScriptedMonitor(folder.resolve("v"))) {
      FutureTask<Flow> refused = connecting(monitor, new ConnectOptions());
      monitor.accept().close();
      assertInstanceOf(
          ConnectException.class, assertThrows(ExecutionException.class, refused::get).getCause());
      FutureTask<Flow> silent =
          connecting(monitor, new ConnectOptions().handshakeTimeout(Duration.ofMillis(100)));
      assertInstanceOf(
          SocketTimeoutException.class,
          assertThrows(ExecutionException.class, silent::get).getCause());
    }
  }

  @Test
  void listening() throws Exception {
    HybridAddress address = new HybridAddress(folder.resolve("v").toString(), 5);
    try (Listener listener = TRANSPORT.listen(address, new ListenOptions());
        SocketChannel guest =
            SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("v_5")));
        Flow flow = listener.accept()) {
      assertEquals(address, listener.localAddress());
      assertEquals(address, flow.localAddress());
      ScriptedMonitor.send(guest, "x");
      assertEquals('x', flow.read().orElseThrow().get());
      flow.abort();
    }
  }

  @Test
  void anAbstractNameIsRefusedAtTheHybridAddress() {
    HybridAddress address = new HybridAddress("@v", 5);
    TransportUnavailableException e =
        assertThrows(
            TransportUnavailableException.class,
            () -> TRANSPORT.connect(address, new ConnectOptions()));
    assertTrue(
        e.toString().contains("connect hybrid:@v:5: only Linux has abstract names"), e::toString);
  }
}
