package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import dev.hvsock.channel.ChannelTransports;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was never closed is reported when it is garbage, and nothing else is. */
@Timeout(60)
class EngineLeakTest {
  private static final Transport CHANNELS = ChannelTransports.unix();

  @TempDir Path folder;

  @Test
  void forgottenFlowIsReported() throws Exception {
    try (EngineLog log = new EngineLog();
        Listener listener = Hvsock.listen(ForwardTransport.UNIX.fresh())) {
      forgetFlow(listener.localAddress());
      Flow accepted = listener.accept();
      String report = awaitReport(log, "was never closed");
      assertTrue(report.startsWith("WARNING"), report);
      assertTrue(report.contains(" <-> " + listener.localAddress()), report);
      accepted.abort();
    }
  }

  @Test
  void forgottenListenerIsReported() throws Exception {
    try (EngineLog log = new EngineLog()) {
      Address address = ForwardTransport.ABSTRACT.fresh();
      forgetListener(address);
      assertTrue(awaitReport(log, "was never closed").contains(address.toString()));
    }
  }

  @Test
  void forgottenFlowOverAChannelIsReportedThoughTheSelectorKnowsIt() throws Exception {
    UnixAddress address = UnixAddress.of(folder.resolve("s"));
    try (EngineLog log = new EngineLog();
        Listener listener = CHANNELS.listen(address, new ListenOptions())) {
      forgetFlowOverAChannel(address);
      Flow accepted = listener.accept();
      String report = awaitReport(log, "was never closed");
      assertTrue(report.contains(" <-> " + address + " was never closed: its socket"), report);
      accepted.abort();
    }
  }

  private static void forgetFlowOverAChannel(UnixAddress address) throws IOException {
    Flow flow = CHANNELS.connect(address, new ConnectOptions());
    flow.readTimeout(Duration.ofMillis(1));
    assertThrows(SocketTimeoutException.class, () -> flow.read(ByteBuffer.allocate(1)));
  }

  @Test
  void closedAndAbortedFlowsAreNotReported() throws Exception {
    try (EngineLog log = new EngineLog()) {
      for (int i = 0; i < 100; i++) {
        try (Listener listener = Hvsock.listen(ForwardTransport.ABSTRACT.fresh())) {
          Flow client = Hvsock.connect(listener.localAddress());
          listener.accept().abort();
          client.close();
        }
      }
      assertThrows(AssertionError.class, () -> awaitReport(log, "was never closed"));
    }
  }

  private static void forgetFlow(Address address) throws IOException {
    assertTrue(Hvsock.connect(address).isOpen());
  }

  private static void forgetListener(Address address) throws IOException {
    assertTrue(Hvsock.listen(address).isOpen());
  }

  private static String awaitReport(EngineLog log, String text) throws InterruptedException {
    AssertionError last = new AssertionError();
    for (int i = 0; i < 20; i++) {
      System.gc();
      try {
        return log.await(text, Duration.ofMillis(30));
      } catch (AssertionError e) {
        last = e;
      }
    }
    throw last;
  }
}
