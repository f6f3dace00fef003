package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.cli.windows.FakeWindows;
import dev.hvsock.cli.windows.WindowsHost;
import dev.hvsock.testing.ContractCase;
import dev.hvsock.testing.ContractReport;
import dev.hvsock.testing.ContractTraits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** The contracts as users run them. */
@Timeout(180)
final class SelftestTest {
  @TempDir Path folder;

  @Test
  void aSignalEndsItAndNothingIsLeftBehind() throws Exception {
    try (Tool tool = Tool.start("selftest", "-v")) {
      String start = tool.await(line -> line.startsWith("hvsock: selftest at "));
      Assumptions.assumeTrue(start.contains(" unix:"), "this machine has a vsock loopback");
      Path place = Path.of(start.replaceFirst(".* unix:([^;]*)/s;.*", "$1"));
      tool.await(line -> line.startsWith("hvsock: passed "));
      assertTrue(Files.isDirectory(place), place::toString);
      tool.signal("INT");
      assertEquals(130, tool.end().code());
      assertFalse(Files.exists(place), place::toString);
    }
  }

  @Test
  void whereNoFlowCanBeMadeItSaysWhy() {
    Tool.End end = ExitCodeTest.run("selftest", "unix:" + folder.resolve("no/such/folder"));
    assertEquals(1, end.code());
    assertTrue(end.talk().contains("hvsock: listen unix:"), end.talk());
    Tool.End elsewhere = ExitCodeTest.run("selftest", "hyperv://loopback/5000");
    assertEquals(3, elsewhere.code());
    assertTrue(elsewhere.talk().contains("AF_HYPERV is only on Windows"), elsewhere.talk());
    assertEquals(2, ExitCodeTest.run("selftest", "vsock://local:any").code());
  }

  @Test
  void onWindowsItIsAboutHypervsLoopback() throws Exception {
    try (SelftestPlace place =
        SelftestPlace.of(Optional.empty(), Optional.of(new WindowsHost(new FakeWindows())))) {
      assertTrue(place.address().toString().matches("hyperv://loopback/\\d{9,10}"));
    }
  }

  @Test
  void theReportTellsWhatFailedAndWhere() throws Exception {
    String dump =
        IntStream.range(0, 900).mapToObj(i -> "thread " + i + "\n").reduce("", String::concat);
    ContractReport outcome =
        new ContractReport(
            "hyperv://loopback/5000",
            Optional.of(new ContractTraits(true, false, false, true, false)),
            Stream.of(
                    new ContractCase(
                        "A.b: c", Optional.empty(), Optional.empty(), Duration.ofMillis(1)),
                    new ContractCase(
                        "A.hangs",
                        Optional.of(new AssertionFailedError("still ran; all threads:\n" + dump)),
                        Optional.empty(),
                        Duration.ofSeconds(20)),
                    new ContractCase(
                        "A.d", Optional.empty(), Optional.of("not here"), Duration.ZERO))
                .toList(),
            List.of("X.y"),
            Duration.ofMillis(20_123));
    FakeWindows windows = new FakeWindows();
    windows.elevated = false;
    SelftestReport report = new SelftestReport(outcome, Optional.of(new WindowsHost(windows)));
    String text = report.text();
    assertTrue(text.startsWith(report.summary()), text);
    for (String line :
        List.of(
            "administrator   no (needed to register services, and to see VMs of Hyper-V)",
            "address         hyperv://loopback/5000",
            "an abort        is told",
            "no reader       is not told",
            "a close         is waited out",
            "a full backlog  refuses",
            "peers           have addresses of another kind",
            "cases           1 passed, 1 failed, 1 skipped, in 20.123 s",
            "skipped         A.d: not here",
            "left out        X.y",
            "FAILED A.hangs, after 20.000 s",
            "    org.opentest4j.AssertionFailedError: still ran; all threads:",
            "    thread 58")) {
      assertTrue(text.lines().anyMatch(line::equals), () -> line + " is missing in\n" + text);
    }
    assertTrue(text.lines().anyMatch(line -> line.matches("system .* build 22631")), text);
    assertTrue(text.strip().endsWith(" more lines; try: --json"), text);
    Map<String, String> values = Json.flat(report.json());
    assertTrue(values.getOrDefault("/cases/1/failure", "").contains("thread 899"));
    assertEquals("not here", values.get("/cases/2/skipped"));
    assertEquals("X.y", values.get("/leftOut/0"));
    assertEquals("1", values.get("/failed"));
  }
}
