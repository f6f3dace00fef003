package dev.hvsock.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import dev.hvsock.Listener;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether an end of stream is to be believed. */
@Timeout(60)
class HybridEndTest {
  @TempDir private Path folder;

  private Path socket() {
    return folder.resolve("v");
  }

  /** What becomes of the monitor between the last byte and the end. */
  private interface Fate {
    void befall(ScriptedMonitor monitor) throws IOException;
  }

  /** Gives what comes after the last byte. */
  private Optional<ByteBuffer> end(Fate fate, Consumer<ConnectOptions> options) throws Exception {
    try (ScriptedMonitor monitor = new ScriptedMonitor(socket())) {
      FutureTask<Flow> connecting =
          new FutureTask<>(() -> Hvsock.connect(monitor.port(1), options));
      Thread.ofVirtual().start(connecting);
      try (SocketChannel guest = monitor.accept()) {
        ScriptedMonitor.takeLine(guest);
        ScriptedMonitor.send(guest, "OK 5\nx");
        Flow flow = connecting.get();
        assertEquals('x', flow.read().orElseThrow().get());
        fate.befall(monitor);
        guest.shutdownOutput();
        return endOf(flow);
      }
    }
  }

  private static Optional<ByteBuffer> endOf(Flow flow) throws IOException {
    try {
      return flow.read();
    } catch (FlowResetException e) {
      assertThrows(FlowResetException.class, flow::read, "and so it stays");
      throw e;
    } finally {
      flow.abort();
    }
  }

  private void remove(ScriptedMonitor monitor) throws IOException {
    Files.delete(socket());
  }

  @Test
  void anEndFromAMonitorThatIsThereIsOne() throws Exception {
    assertTrue(end(monitor -> {}, options -> {}).isEmpty());
  }

  @Test
  void oneFromAMonitorWhoseSocketIsGoneIsNot() {
    FlowResetException e =
        assertThrows(FlowResetException.class, () -> end(this::remove, options -> {}));
    assertEquals(
        "read "
            + new HybridAddress(socket().toString(), 1)
            + ": the virtual machine's monitor is gone, so this may not be the end (ECONNRESET);"
            + " try: monitorMayLeave (--monitor-may-leave), if the machine is over when it has spoken",
        e.getMessage());
  }

  /** As when vhost-device-vsock waits for its next virtual machine. */
  @Test
  void norOneFromAMonitorWhoseSocketIsAnothersNow() {
    Fate fate =
        monitor -> {
          remove(monitor);
          new ScriptedMonitor(socket()).close(); // which leaves its file behind
        };
    assertThrows(FlowResetException.class, () -> end(fate, options -> {}));
  }

  @Test
  void unlessTheMonitorMayLeave() throws Exception {
    assertTrue(end(this::remove, options -> options.monitorMayLeave(true)).isEmpty());
  }

  @Test
  void soItIsForThoseWhoComeFromTheGuest() throws Exception {
    try (ScriptedMonitor monitor = new ScriptedMonitor(socket());
        Listener listener = Hvsock.listen(monitor.port(5));
        SocketChannel guest = SocketChannel.open(arrivals());
        Flow flow = listener.accept()) {
      remove(monitor);
      guest.shutdownOutput();
      assertThrows(FlowResetException.class, flow::read);
    }
  }

  /** What has connected is no monitor then, and comes and goes as it likes. */
  @Test
  void exceptWhereThereIsNoMonitorAtAll() throws Exception {
    try (Listener listener = Hvsock.listen(new HybridAddress(socket().toString(), 5));
        SocketChannel guest = SocketChannel.open(arrivals());
        Flow flow = listener.accept()) {
      assertFalse(Files.exists(socket()));
      guest.shutdownOutput();
      assertTrue(flow.read().isEmpty());
    }
  }

  private UnixDomainSocketAddress arrivals() {
    return UnixDomainSocketAddress.of(folder.resolve("v_5"));
  }
}
