package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.HybridAddress;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import dev.hvsock.testing.HybridMonitor;
import dev.hvsock.testing.MonitorKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tool at hybrid addresses; the other end speaks their handshake by means of its own. */
@Timeout(60)
class HybridTest {
  private static final Path SCRIPT = Path.of("src", "test", "python", "hybrid.py");
  private static final long SEED = Long.getLong("hvsock.seed", System.nanoTime() >>> 16);
  private static final byte[] OURS = random(SEED, (1 << 20) + 1);
  private static final byte[] THEIRS = random(SEED + 1, (1 << 20) - 1);

  /** The monitor that is a script ends with its flow. */
  private static final String MAY_LEAVE = "--monitor-may-leave";

  @TempDir Path folder;

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void needPython() {
    Installed.assume("python3", "python3");
  }

  private HybridAddress address() {
    return new HybridAddress(folder.resolve("v").toString(), 5000);
  }

  private Tool python(String role) throws IOException {
    HybridAddress address = address();
    return Tool.program(
        List.of("python3", SCRIPT.toString(), role, address.path(), address.port() + ""));
  }

  private static void exchange(Side our, Side their, PeerCases.First first) throws Exception {
    if (first == PeerCases.First.OURS) {
      our.give(OURS);
      their.take(OURS);
      their.give(THEIRS);
    } else {
      their.give(THEIRS);
      our.take(THEIRS);
      our.give(OURS);
    }
    our.end(THEIRS);
    their.end(OURS);
  }

  @ParameterizedTest
  @EnumSource
  void connect(PeerCases.First first) throws Exception {
    try (Tool monitor = python("monitor");
        InProcessTool tool =
            InProcessTool.start("connect", "--retry=20s", MAY_LEAVE, address().toString())) {
      exchange(tool, Side.of(monitor), first);
    }
  }

  @ParameterizedTest
  @EnumSource
  void listen(PeerCases.First first) throws Exception {
    try (InProcessTool tool = InProcessTool.start("listen", address().toString())) {
      tool.awaitListening();
      try (Tool guest = python("guest")) {
        exchange(tool, Side.of(guest), first);
      }
    }
  }

  @Test
  void listenForSocat() throws Exception {
    Installed.assume("socat", "socat");
    try (InProcessTool tool = InProcessTool.start("listen", address().toString())) {
      tool.awaitListening();
      String arrivals = "UNIX-CONNECT:" + address().arrivals().name();
      try (Tool guest = Tool.program(List.of("socat", "-t20", "-", arrivals))) {
        exchange(tool, Side.of(guest), PeerCases.First.THEIRS);
      }
    }
  }

  @Test
  void forwardToTheGuest() throws Exception {
    UnixAddress source = UnixAddress.of(folder.resolve("source"));
    try (Tool monitor = python("monitor");
        Tool forward =
            Tool.start(
                "forward", "-v", "--once", "--retry=20s", MAY_LEAVE, source + "", address() + "")) {
      forward.listening();
      try (Flow ours = Hvsock.connect(source)) {
        exchange(Side.of(ours), Side.of(monitor), PeerCases.First.OURS);
      }
      assertEquals(0, forward.end().code());
      forward.await(line -> line.contains(source + " -> " + address() + ": " + OURS.length));
    }
  }

  @Test
  void forwardFromTheGuest() throws Exception {
    UnixAddress target = UnixAddress.of(folder.resolve("target"));
    try (Listener listener = Hvsock.listen(target);
        Tool forward = Tool.start("forward", "-v", "--once", address() + "", target + "")) {
      assertEquals(address(), forward.listening());
      try (Tool guest = python("guest");
          Flow ours = listener.accept()) {
        exchange(Side.of(ours), Side.of(guest), PeerCases.First.THEIRS);
      }
      assertEquals(0, forward.end().code());
      forward.await(line -> line.contains("a client of " + address() + " -> " + target + ": "));
    }
  }

  /** The test kit's monitor, asked by a program that knows nothing of it. */
  @Test
  void aHostThatAsksInLowerCase() throws Exception {
    SynchronousQueue<Flow> accepted = new SynchronousQueue<>();
    try (HybridMonitor monitor =
            HybridMonitor.at(folder.resolve("v"), MonitorKind.CLOUD_HYPERVISOR);
        Tool host = python(monitor, accepted);
        Flow guest = accepted.take()) {
      exchange(Side.of(guest), Side.of(host), PeerCases.First.THEIRS);
    }
  }

  private Tool python(HybridMonitor monitor, SynchronousQueue<Flow> accepted) throws IOException {
    monitor.guest(
        address().port(),
        flow -> {
          try {
            accepted.put(flow);
            Thread.sleep(Long.MAX_VALUE);
          } catch (InterruptedException e) {
            flow.abort();
          }
        });
    return python("host");
  }

  /** As docs/hybrid.md says how to find out what a monitor does. */
  @ParameterizedTest
  @EnumSource
  void whetherTheAnswerComesTellsWhatTheMonitorDoes(MonitorKind kind) throws Exception {
    UnixAddress target = UnixAddress.of(folder.resolve("target"));
    try (HybridMonitor monitor =
            HybridMonitor.at(folder.resolve("v"), kind).guest(address().port(), target);
        InProcessTool guest =
            InProcessTool.start("listen", "--exec=wc -c; true", target.toString())) {
      guest.awaitListening();
      try (InProcessTool tool = InProcessTool.start("connect", monitor.address(5000).toString())) {
        tool.give("hello".getBytes(US_ASCII));
        boolean passed = kind == MonitorKind.CLOUD_HYPERVISOR;
        assertEquals(passed ? "5" : "", tool.report().strip());
      }
    }
  }

  private Tool.End endOfKilledMonitor(String option) throws Exception {
    try (Tool monitor = python("monitor");
        Tool tool = Tool.start("connect", "--retry=20s", option, address().toString())) {
      monitor.send("half of it".getBytes(US_ASCII));
      tool.output().await(10);
      monitor.signal("KILL");
      return tool.end();
    }
  }

  @Test
  void aMonitorThatIsKilledLeavesNoEnd() throws Exception {
    Tool.End end = endOfKilledMonitor("--verbose");
    assertEquals(1, end.code());
    assertEquals("half of it", end.output());
    assertTrue(end.talk().contains("; try: framed: at both ends"), end.talk());
    assertTrue(
        end.talk().contains("the virtual machine's monitor is gone, so this may not be the end"),
        end.talk());
  }

  @Test
  void unlessItMayLeave() throws Exception {
    Tool.End end = endOfKilledMonitor(MAY_LEAVE);
    assertEquals("half of it", end.output());
    assertEquals(0, end.code(), end.talk());
  }

  @Test
  void whoIsSilentIsNotWaitedForLongerThanToldTo() throws Exception {
    try (Listener silent = Hvsock.listen(address().monitor())) {
      Tool.End end = ExitCodeTest.run("connect", "--handshake-timeout=100ms", address().toString());
      assertEquals(4, end.code(), end.talk());
      assertTrue(
          end.talk().contains(": the monitor did not answer within 100 ms (ETIMEDOUT); try: "),
          end.talk());
      assertTrue(silent.isOpen());
    }
  }

  @Test
  void whereNobodyListensInTheGuestTheExitCodeSaysSo() throws Exception {
    try (HybridMonitor monitor = HybridMonitor.at(folder.resolve("v"), MonitorKind.FIRECRACKER)) {
      Tool.End end = ExitCodeTest.run("connect", monitor.address(1).toString());
      assertEquals(5, end.code(), end.talk());
      assertTrue(end.talk().contains("its monitor hung up (ECONNREFUSED)"), end.talk());
    }
  }
}
