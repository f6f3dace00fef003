package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tool on the Windows backend, over the library of hvsock-test that stands in for Windows'
 * sockets, and with scripts in place of Windows' programs.
 */
@Timeout(180)
final class StandInToolTest {
  @TempDir static Path directory;
  @TempDir Path folder;

  private static List<String> standIn;

  @BeforeAll
  static void compile() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "the stand-in for Windows is for x86-64");
    Installed.assume("gcc", "gcc libc6-dev");
    Path library = directory.resolve("libwinsock.so");
    String script =
        "gcc -shared -fPIC -O1 -pthread -fvisibility=hidden -o '%s' '%s'/*.c -ldl"
            .formatted(library, Path.of("../hvsock-test/src/test/c/winsock").toRealPath());
    try (Tool gcc = Tool.shell(script)) {
      assertEquals(new Tool.End(0, "", ""), gcc.end());
    }
    standIn = List.of("-Djdk.internal.foreign.CABI=WIN_64", "-Ddev.hvsock.winsock=" + library);
  }

  @Test
  void theSelfTestIsAboutHypervsLoopback() throws Exception {
    Path report = folder.resolve("report.json");
    try (Tool tool =
        FakePrograms.in(folder)
            .start(standIn, "selftest", "-v", "--json", "--output", report.toString())) {
      tool.await(line -> line.startsWith("hvsock: passed CloseCases."));
      Tool.End end = tool.end(Duration.ofMinutes(2));
      Map<String, String> values = Json.flat(Files.readString(report));
      assertEquals(0, end.code(), end.talk());
      assertTrue(
          end.output().contains("cases           " + values.get("/passed") + " passed, 0 failed"),
          end.output());
      assertTrue(end.talk().endsWith("hvsock: the report is in " + report), end.talk());
      String address = values.getOrDefault("/address", "");
      assertTrue(address.matches("hyperv://loopback/\\d{9,10}"), address);
      assertEquals("0", values.get("/failed"));
      assertTrue(Integer.parseInt(values.getOrDefault("/passed", "")) > 150, values::toString);
      assertEquals("true", values.get("/observed/tellsReset"));
      assertEquals("false", values.get("/observed/tellsInputShutdown"));
      assertTrue(values.containsKey("/leftOut/3"), values::toString);
      assertTrue(values.getOrDefault("/version", "").startsWith("hvsock "), values::toString);
      assertEquals("Windows 10, build 19045", values.get("/system/value"));
    }
  }

  @Test
  void theDoctorFindsItsTransports() throws Exception {
    try (Tool tool = FakePrograms.in(folder).start(standIn, "doctor", "--json")) {
      Tool.End end = tool.end();
      assertEquals(0, end.code(), end.talk());
      Map<String, String> values = Json.flat(end.output());
      assertEquals("true", values.get("/transports/hyperv/works"));
      assertEquals("yes, as from build 14393 on", values.get("/halfClose/value"));
      assertEquals(FakePrograms.MACHINE, values.get("/machines/0/id"));
    }
  }

  @Test
  void aNamedMachineIsConnectedToByItsId() throws Exception {
    try (Tool tool =
        FakePrograms.in(folder).start(standIn, "connect", "hyperv://name=größe/5000")) {
      Tool.End end = tool.end();
      assertEquals(5, end.code(), end.talk());
      assertTrue(
          end.talk().startsWith("hvsock: connect hyperv://" + FakePrograms.MACHINE + "/5000: "),
          end.talk());
    }
  }
}
