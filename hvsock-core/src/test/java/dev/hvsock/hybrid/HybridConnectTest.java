package dev.hvsock.hybrid;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What connecting makes of all that a monitor may answer. */
@Timeout(60)
class HybridConnectTest {
  private static final String RETRY =
      "; try: a listener there first, or waiting for one (--retry, retryFor)";

  @TempDir private Path folder;
  private ScriptedMonitor monitor;
  private HybridAddress address;

  @BeforeEach
  void listen() throws IOException {
    monitor = new ScriptedMonitor(folder.resolve("v"));
    address = monitor.port(5000);
  }

  @AfterEach
  void close() throws IOException {
    monitor.close();
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private FutureTask<Flow> connecting(Consumer<ConnectOptions> options) {
    return start(() -> Hvsock.connect(address, options));
  }

  private FutureTask<Flow> connecting() {
    return connecting(options -> {});
  }

  private static <E extends Exception> E failure(Class<E> type, FutureTask<?> task) {
    return assertInstanceOf(type, assertThrows(ExecutionException.class, task::get).getCause());
  }

  @Test
  void bothEndsHaveHybridNamesAndNoByteIsTakenOfTheStream() throws Exception {
    FutureTask<Flow> connecting = connecting(options -> options.readTimeout(ofSeconds(7)));
    try (SocketChannel guest = monitor.accept()) {
      assertEquals("CONNECT 5000\n", ScriptedMonitor.takeLine(guest));
      ScriptedMonitor.send(guest, "OK 1073741824\nOK 7\nmore");
      guest.shutdownOutput();
      try (Flow flow = connecting.get()) {
        assertEquals(address, flow.remoteAddress());
        assertEquals(monitor.port(1073741824), flow.localAddress());
        assertEquals(ofSeconds(7), flow.readTimeout());
        assertEquals(Flow.FOREVER, flow.writeTimeout());
        byte[] all = flow.inputStream().readAllBytes();
        assertEquals("OK 7\nmore", new String(all, StandardCharsets.US_ASCII));
        flow.write(ByteBuffer.wrap(new byte[] {'x'}));
        flow.shutdownOutput();
        assertEquals("x", ScriptedMonitor.takeLine(guest));
      }
    }
  }

  @Test
  void anAnswerMayBeInLowerCaseAndInPieces() throws Exception {
    FutureTask<Flow> connecting = connecting();
    try (SocketChannel guest = monitor.accept()) {
      for (char c : "ok 3\n".toCharArray()) {
        Thread.sleep(5);
        ScriptedMonitor.send(guest, String.valueOf(c));
      }
      connecting.get().abort();
    }
  }

  @Test
  void aPortOfTheUpperHalfIsAskedForUnsigned() throws Exception {
    HybridAddress high = monitor.port(0xFFFF_FFFEL);
    FutureTask<Flow> connecting = start(() -> Hvsock.connect(high));
    try (SocketChannel guest = monitor.accept()) {
      assertEquals("CONNECT 4294967294\n", ScriptedMonitor.takeLine(guest));
      ScriptedMonitor.send(guest, "OK 4294967294\n");
      connecting.get().abort();
    }
  }

  @Test
  void aMonitorThatHangsUpSaysThatNobodyListensInTheGuest() throws Exception {
    FutureTask<Flow> connecting = connecting();
    try (SocketChannel guest = monitor.accept()) {
      ScriptedMonitor.takeLine(guest);
    }
    assertEquals(
        "connect "
            + address
            + ": nobody listens there in the guest: its monitor hung up (ECONNREFUSED)"
            + RETRY,
        failure(ConnectException.class, connecting).getMessage());
  }

  /** Which resets the flow, on Linux. */
  @Test
  void soDoesOneThatHangsUpWithoutListening() throws Exception {
    FutureTask<Flow> connecting = connecting();
    monitor.accept().close();
    failure(ConnectException.class, connecting);
  }

  @Test
  void retryingWaitsForAListenerInTheGuest() throws Exception {
    FutureTask<Flow> connecting = connecting(options -> options.retryFor(ofSeconds(30)));
    monitor.accept().close();
    monitor.accept().close();
    try (SocketChannel guest = monitor.accept()) {
      ScriptedMonitor.send(guest, "OK 1\n");
      connecting.get().abort();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "HTTP/1.1 400 Bad Request | it says 'H'",
        "OK no\\n                 | it says 'OK n'",
        "OK\\n                    | it says 'OK\\x0a'",
        "OK 00000000000000000000  | it says 'OK 00000000000'",
        "OK 12                    | it hung up after 'OK 12'",
      })
  void anAnswerThatIsNoneIsAProtocolError(String answer, String said) throws Exception {
    FutureTask<Flow> connecting = connecting(options -> options.retryFor(ofSeconds(30)));
    try (SocketChannel guest = monitor.accept()) {
      ScriptedMonitor.takeLine(guest);
      ScriptedMonitor.send(guest, answer.replace("\\n", "\n"));
    }
    assertEquals(
        "connect "
            + address
            + ": what answers is no monitor, "
            + said
            + "; try: the vsock socket of Firecracker, Cloud Hypervisor or vhost-device-vsock",
        failure(ProtocolException.class, connecting).getMessage());
  }

  @Test
  void theHandshakeHasATimeLimitOfItsOwn() throws Exception {
    FutureTask<Flow> connecting = connecting(options -> options.handshakeTimeout(ofMillis(150)));
    try (SocketChannel guest = monitor.accept()) {
      ScriptedMonitor.send(guest, "OK ");
      assertEquals(
          "connect "
              + address
              + ": the monitor did not answer within 150 ms (ETIMEDOUT); try: whether the guest is up,"
              + " waiting for it (--retry, retryFor), or a longer --handshake-timeout and --timeout (handshakeTimeout, timeout)",
          failure(SocketTimeoutException.class, connecting).getMessage());
    }
  }

  /** Rather than for each byte of it. */
  @Test
  void theLimitIsForAllOfTheAnswer() throws Exception {
    FutureTask<Flow> connecting = connecting(options -> options.handshakeTimeout(ofMillis(200)));
    try (SocketChannel guest = monitor.accept()) {
      for (char c : "OK 0000000001\n".toCharArray()) {
        drip(guest, c);
        Thread.sleep(40);
      }
      failure(SocketTimeoutException.class, connecting);
    }
  }

  private static void drip(SocketChannel guest, char next) {
    try {
      ScriptedMonitor.send(guest, String.valueOf(next));
    } catch (IOException e) {
      // The one that connects has given up, as it should.
    }
  }

  @Test
  void theLimitOfTheAttemptHoldsForTheHandshakeToo() throws Exception {
    FutureTask<Flow> connecting =
        connecting(options -> options.timeout(ofMillis(150)).handshakeTimeout(Flow.FOREVER));
    failure(SocketTimeoutException.class, connecting);
  }

  @Test
  void anAttemptThatTimesOutIsMadeAgain() throws Exception {
    FutureTask<Flow> connecting =
        connecting(
            options -> options.handshakeTimeout(ofMillis(100)).retryFor(Duration.ofSeconds(30)));
    try (SocketChannel silent = monitor.accept();
        SocketChannel guest = monitor.accept()) {
      ScriptedMonitor.send(guest, "OK 1\n");
      connecting.get().abort();
      ScriptedMonitor.takeLine(silent);
      assertEquals("", ScriptedMonitor.takeLine(silent), "the first attempt hung up");
    }
  }

  @Test
  void anInterruptEndsTheHandshake() throws Exception {
    FutureTask<Boolean> connecting =
        new FutureTask<>(
            () -> {
              assertEquals(
                  "connect " + address + ": interrupted (EINTR)",
                  assertThrows(InterruptedIOException.class, () -> Hvsock.connect(address))
                      .getMessage());
              return Thread.interrupted();
            });
    Thread thread = Thread.ofPlatform().start(connecting);
    try (SocketChannel guest = monitor.accept()) {
      ScriptedMonitor.takeLine(guest);
      thread.interrupt();
      assertTrue(connecting.get(), "the interrupt status was kept");
      assertEquals("", ScriptedMonitor.takeLine(guest), "the flow was given up");
    }
  }

  @Test
  void wherethereIsNoMonitorTheFailureIsThatOfItsSocket() {
    HybridAddress nowhere = new HybridAddress(folder.resolve("none").toString(), 1);
    ConnectException e = assertThrows(ConnectException.class, () -> Hvsock.connect(nowhere));
    assertEquals(
        "connect " + nowhere + ": no such path, so nobody listens there (ENOENT)" + RETRY,
        e.getMessage());
  }

  @Test
  void noPortIsNoPortToConnectTo() {
    HybridAddress any = monitor.port(HybridAddress.ANY_PORT);
    assertEquals(
        "connect " + any + ": no monitor chooses a port; try: a number, such as " + address,
        assertThrows(IllegalArgumentException.class, () -> Hvsock.connect(any)).getMessage());
  }

  @Test
  @SuppressWarnings("try") // it is closed before its time
  void laterFailuresNameTheHybridAddress() throws Exception {
    FutureTask<Flow> connecting = connecting(options -> options.readTimeout(ofMillis(50)));
    try (SocketChannel guest = monitor.accept()) {
      ScriptedMonitor.send(guest, "OK 1\n");
      try (Flow flow = connecting.get()) {
        assertEquals(
            "read " + address + ": timed out after 50 ms (ETIMEDOUT)",
            assertThrows(SocketTimeoutException.class, flow::read).getMessage());
        guest.close();
        assertEquals(
            "read " + address + ": the peer is gone (ECONNRESET)",
            assertThrows(IOException.class, flow::read).getMessage());
      }
    }
  }

  @Test
  void framesGoThroughToo() throws Exception {
    Address framed = new FramedAddress(address);
    FutureTask<Flow> connecting = start(() -> Hvsock.connect(framed));
    try (SocketChannel guest = monitor.accept()) {
      assertEquals("CONNECT 5000\n", ScriptedMonitor.takeLine(guest));
      ScriptedMonitor.send(guest, "OK 9\n\1\0\0\0x");
      Flow flow = connecting.get();
      assertEquals(framed, flow.remoteAddress());
      assertEquals(new FramedAddress(monitor.port(9)), flow.localAddress());
      assertEquals('x', flow.read().orElseThrow().get());
      flow.abort();
    }
  }

  @Test
  void aRefusalIsToldAtTheFramedAddress() throws Exception {
    Address framed = new FramedAddress(address);
    FutureTask<Flow> connecting = start(() -> Hvsock.connect(framed));
    monitor.accept().close();
    String failure = failure(ConnectException.class, connecting).toString();
    assertTrue(failure.contains(": connect " + framed + ": nobody listens there"), failure);
  }
}
