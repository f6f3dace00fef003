package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.BufferSizes;
import dev.hvsock.Flow;
import dev.hvsock.FlowHandler;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the measuring commands send, wait for, and report, on unix sockets. */
@Timeout(90)
final class PerfTest {
  @TempDir Path folder;
  private Address address;

  @BeforeEach
  void chooseAddress() {
    address = UnixAddress.of(folder.resolve("s"));
  }

  /** Runs the tool in this process. */
  private static Tool.End perf(Address at, String command) {
    return ExitCodeTest.run(("perf " + command + " " + at).split(" "));
  }

  private static Tool.End perf(Server server, String command) {
    return perf(server.localAddress(), command);
  }

  private static Measurement measured(Server server, String command) throws Exception {
    return measured(server.localAddress(), command);
  }

  private static Measurement measured(Address at, String command) throws Exception {
    Tool.End end = perf(at, command);
    assertEquals(0, end.code(), end.talk());
    assertEquals("", end.talk());
    return Measurement.of(end.output());
  }

  private static void echo(Flow flow) throws IOException {
    Flows.copy(flow, flow);
  }

  @ParameterizedTest
  @CsvSource({"1,256K", "9999999,64K", "20M,1M", "1M,3"})
  void sourceIntoSink(String bytes, String buffer) throws Exception {
    for (String memory : new String[] {"", " --heap"}) {
      try (InProcessTool sink =
          InProcessTool.start(
              ("perf sink --json --buffer " + buffer + memory + " " + address).split(" "))) {
        sink.awaitListening();
        long start = System.nanoTime();
        Measurement sent =
            measured(
                address, "source --json --bytes %s --buffer %s%s".formatted(bytes, buffer, memory));
        Measurement received = Measurement.of(sink.report());
        double most = (System.nanoTime() - start) / 1e9;
        long count = Size.parse(bytes).bytes();
        sent.checkBulk(count);
        received.checkBulk(count);
        double least = Math.ceil((double) count / Size.parse(buffer).bytes());
        assertEquals(least, sent.number("operations"));
        assertTrue(received.number("operations") >= least, received::toString);
        assertTrue(sent.number("seconds") < most, sent::toString);
        assertTrue(received.number("seconds") < most, received::toString);
      }
    }
  }

  @Test
  void sourceWaitsForThePeersEnd() throws Exception {
    CompletableFuture<Long> read = new CompletableFuture<>();
    FlowHandler slow =
        flow -> {
          long bytes = 0;
          for (ByteBuffer all = ByteBuffer.allocate(64 * 1024);
              flow.read(all.clear()) >= 0;
              bytes += all.position()) {}
          read.complete(bytes);
          flow.write(ByteBuffer.allocate(10)); // it may answer
          sleep(300);
        };
    try (Server server = Hvsock.serve(address, slow)) {
      Measurement sent = measured(server, "source --json --bytes 300KB").checkBulk(300_000);
      assertEquals(300_000, read.get());
      assertTrue(sent.number("seconds") >= 0.3, sent::toString);
    }
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void sourceWhosePeerGoesAwayFails() throws Exception {
    try (Server server = Hvsock.serve(address, Flow::abort)) {
      Tool.End end = perf(server, "source --bytes 100M");
      assertEquals(1, end.code(), end.talk());
      assertEquals("", end.output());
      assertTrue(end.talk().startsWith("hvsock: write unix:"), end.talk());
    }
  }

  @Test
  void theTableTellsTheSame() throws Exception {
    try (Server server = Hvsock.serve(address, PerfTest::echo)) {
      Tool.End source = perf(server, "source --bytes 100K");
      assertEquals(0, source.code(), source.talk());
      assertTrue(source.output().startsWith("bytes              102400\n"), source.output());
      assertTrue(source.output().contains("\nthroughput         "), source.output());
      Tool.End ping = perf(server, "ping --count 100 --size 1K");
      assertTrue(ping.output().startsWith("round trips        100\n"), ping.output());
      assertTrue(ping.output().contains("\n99.9 % within      "), ping.output());
      assertTrue(ping.output().contains("\noutput buffer      "), ping.output());
      Tool.End flows = perf(server, "flows --count 3");
      assertTrue(flows.output().startsWith("flows              3\n"), flows.output());
      assertTrue(flows.output().contains("\nmemory a flow      "), flows.output());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"platform", "virtual"})
  void pingWarmsUpAsMuchAsItMeasures(String threads) throws Exception {
    AtomicLong echoed = new AtomicLong();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    FlowHandler counting =
        flow -> {
          echoed.addAndGet(Flows.copy(flow, flow).bytes());
          ended.complete(null);
        };
    try (Server server = Hvsock.serve(address, counting)) {
      measured(server, "ping --json --count 300 --size 100 --threads " + threads)
          .checkPing(300, 100);
      ended.get();
      assertEquals(2 * 300 * 100, echoed.get());
      assertEquals(
          1,
          measured(server, "ping --json --count 1 --size 64K").checkPing(1, 65536).number("count"));
    }
  }

  @Test
  void flowsAreAllThereAtOnce() throws Exception {
    int count = 500;
    CyclicBarrier all = new CyclicBarrier(count);
    FlowHandler together =
        flow -> {
          ByteBuffer first = flow.read().orElseThrow();
          try {
            all.await(30, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IOException(e);
          }
          flow.write(first);
          Flows.copy(flow, flow);
        };
    try (Server server = Hvsock.serve(address, together)) {
      measured(server, "flows --json --count " + count).checkFlows(count);
      assertFalse(all.isBroken());
    }
  }

  @Test
  void flowsThatAreNotAnsweredFail() throws Exception {
    AtomicLong flows = new AtomicLong();
    FlowHandler mute =
        flow -> {
          if (flows.incrementAndGet() > 3) {
            Flows.copy(flow, flow);
          } else {
            flow.read();
            flow.read();
          }
        };
    try (Server server = Hvsock.serve(address, mute)) {
      Tool.End end = perf(server, "flows --count 10 --answer-timeout 300ms");
      assertEquals(1, end.code(), end.talk());
      assertEquals("", end.output());
      assertTrue(
          end.talk().endsWith(": 7 of 10 were answered within 0.300 s; try: --answer-timeout"),
          end.talk());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping --count 10", "flows --count 10"})
  void wrongBytesFail(String command) throws Exception {
    FlowHandler wrong =
        flow -> {
          for (ByteBuffer piece = flow.read().orElseThrow();
              piece.hasRemaining();
              piece = flow.read().orElse(ByteBuffer.allocate(0))) {
            piece.put(piece.position(), (byte) (piece.get(piece.position()) + 1));
            flow.write(piece);
          }
        };
    try (Server server = Hvsock.serve(address, wrong)) {
      Tool.End end = perf(server, command);
      assertEquals(1, end.code(), end.talk());
      assertTrue(end.talk().contains("other bytes came back than were sent"), end.talk());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping --count 10 --threads virtual", "flows --count 1"})
  void aPeerThatEndsEarlyFails(String command) throws Exception {
    try (Server server = Hvsock.serve(address, flow -> flow.read(ByteBuffer.allocate(64)))) {
      Tool.End end = perf(server, command);
      assertEquals(1, end.code(), end.talk());
      assertTrue(end.talk().contains("the peer ended "), end.talk());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"source", "ping", "flows"})
  void nobodyListeningIs5(String command) {
    Tool.End end = perf(address, command);
    assertEquals(5, end.code(), end.talk());
    assertTrue(end.talk().contains("nobody listens there"), end.talk());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ping --json --count 1", "source --json --bytes 1", "flows --json --count 1"})
  void tellsTheSystemsBuffersInForce(String command) throws Exception {
    try (Server server = Hvsock.serve(address, PerfTest::echo)) {
      long usual = Long.parseLong(ProcFile.text("/proc/sys/net/core/wmem_default"));
      assertEquals((double) usual, measured(server, command).number("outputBufferBytes"));
      Measurement chosen = measured(server, command + " --buffer-size 32K");
      try (Flow flow =
          Hvsock.connect(server.localAddress(), connect -> connect.bufferSize(32 * 1024))) {
        BufferSizes sizes = flow.bufferSizes().orElseThrow();
        assertEquals((double) sizes.output(), chosen.number("outputBufferBytes"));
        assertEquals((double) sizes.input(), chosen.number("inputBufferBytes"));
        assertTrue(sizes.output() < usual, sizes::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads virtual", "--threads platform --heap --buffer 100K"})
  void echoServesOthersAndReportsAtASignal(String options) throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(3).nextBytes(bytes);
    try (Tool tool = Tool.start(("perf echo --json " + options + " " + address).split(" "))) {
      tool.listening();
      for (Peer peer : Peer.values()) {
        peer.assumeInstalled();
        try (Tool other = Tool.program(peer.connect(address))) {
          other.send(bytes);
          other.endInput();
          Tool.End end = other.end();
          assertEquals(0, end.code(), end.talk());
          assertArrayEquals(bytes, end.output().getBytes(ISO_8859_1), peer::toString);
        }
      }
      measured(address, "ping --json --count 50 --size 1K").checkPing(50, 1024);
      measured(address, "flows --json --count 64").checkFlows(64);
      tool.signal("TERM");
      Tool.End end = tool.end();
      assertEquals(143, end.code(), end.talk());
      Measurement echo = Measurement.of(end.output());
      assertEquals(3 + 1 + 64, echo.number("flows"));
      assertEquals(3 * 3_000_000 + 2 * 50 * 1024 + 64 * 65 / 2, echo.number("bytes"));
      assertTrue(echo.number("operations") >= 2 * (3 + 100 + 64), echo::toString);
      assertTrue(echo.number("cpuSeconds") > 0, echo::toString);
    }
  }

  @Test
  void tooFewDescriptorsIs3() throws Exception {
    try (Tool tool = Tool.shell("ulimit -n 100; exec $hvsock perf flows --count 100 " + address)) {
      Tool.End end = tool.end();
      assertEquals(3, end.code(), end.talk());
      assertTrue(
          end.talk()
              .matches("hvsock: .*100 flows need 1\\d\\d descriptors.*; try: ulimit -n 1\\d\\d"),
          end.talk());
    }
  }

  @Test
  void interruptedIs130() throws Exception {
    try (Listener listener = Hvsock.listen(address);
        Tool ping = Tool.start("perf", "ping", address.toString());
        Flow flow = listener.accept()) {
      flow.read();
      ping.signal("INT");
      Tool.End end = ping.end();
      assertEquals(130, end.code(), end.talk());
      assertEquals("", end.output());
    }
  }

  @Test
  void aTerminalShowsHowFarItIs() throws Exception {
    Installed.assume("script", "bsdutils");
    try (Tool tool =
        Tool.shell(
            "script -qec \"$hvsock perf sink --json " + address + "\" /dev/null < /dev/null")) {
      try (Flow flow =
          Hvsock.connect(address, connect -> connect.retryFor(Duration.ofSeconds(20)))) {
        flow.write(ByteBuffer.allocate(2 << 20));
        sleep(500);
        flow.write(ByteBuffer.allocate(1));
      }
      Tool.End end = tool.end();
      assertEquals(0, end.code(), end.output());
      assertTrue(end.output().contains(" 2/? MiB "), end.output());
      assertTrue(end.output().contains("\r\033[K{"), end.output());
    }
  }
}
