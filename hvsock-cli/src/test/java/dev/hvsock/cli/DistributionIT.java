package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked, with nothing in its environment but the system's own programs. */
@Tag("dist")
@Timeout(120)
class DistributionIT {
  @TempDir static Path unpacked;
  @TempDir Path folder;

  private static Distribution distribution;

  @BeforeAll
  static void unpack() throws Exception {
    distribution = Distribution.unpacked(unpacked);
  }

  private static Tool start(List<String> variables, String program, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=/usr/bin:/bin"));
    command.addAll(variables);
    command.add(program);
    command.addAll(List.of(arguments));
    return Tool.program(command);
  }

  @Test
  void tellsItsVersion() throws Exception {
    try (Tool tool = start(List.of(), distribution.tool().toString(), "--version")) {
      Tool.End end = tool.end();
      assertEquals(0, end.code());
      assertTrue(end.output().startsWith("hvsock "), end.output());
      assertEquals("", end.talk());
    }
  }

  @Test
  void runsOnTheJavaThatItBringsAndFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), distribution.tool());
    Path second = Files.createSymbolicLink(folder.resolve("hv"), link.getFileName());
    try (Tool tool = start(List.of(), second.toString(), "listen", "unix:" + folder.resolve("s"))) {
      tool.listening();
      assertEquals(
          distribution.java().toRealPath(),
          Path.of("/proc", Long.toString(tool.handle().pid()), "exe").toRealPath());
    }
  }

  @Test
  void startsFromItsCache() throws Exception {
    List<String> log = List.of("HVSOCK_JAVA_OPTS=-Xlog:class+load:stdout");
    try (Tool tool = start(log, distribution.tool().toString(), "doctor")) {
      String loaded = tool.end().output();
      assertTrue(
          loaded.lines().anyMatch(line -> line.matches(".*cli\\.Main source: shared objects.*")),
          loaded);
    }
  }

  @Test
  void hasWhatTheSelfTestNeeds() throws Exception {
    try (Tool tool =
        start(
            List.of(), distribution.tool().toString(), "selftest", "unix:" + folder.resolve("s"))) {
      Tool.End end = tool.end(Duration.ofSeconds(100));
      assertEquals(0, end.code(), end.output() + end.talk());
      assertTrue(end.output().contains(" passed, 0 failed, "), end.output());
    }
  }

  @Test
  void saysNothingOfACacheThatDoesNotFit() throws Exception {
    Path copy = folder.resolve("copy");
    try (Tool cp =
        start(List.of(), "cp", "-a", distribution.folder().toString(), copy.toString())) {
      assertEquals(0, cp.end().code());
    }
    Files.write(copy.resolve("app/hvsock.aot"), new byte[4096]);
    try (Tool tool = start(List.of(), copy.resolve("bin/hvsock").toString(), "--version")) {
      Tool.End end = tool.end();
      assertEquals(0, end.code());
      assertTrue(end.output().startsWith("hvsock "), end.output());
      assertEquals("", end.talk());
    }
  }
}
