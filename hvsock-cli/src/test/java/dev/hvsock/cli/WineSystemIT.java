package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.wine.WindowsJava;
import dev.hvsock.wine.Wine;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the tool has to do with Windows itself, on a Windows JVM under Wine, where AF_HYPERV is
 * emulated.
 */
@Tag("wine")
@Timeout(300)
@SuppressWarnings("SystemOut") // for whoever reads the build's output
class WineSystemIT {
  private static @Nullable Wine wine;

  @BeforeAll
  static void open() throws IOException {
    wine = Wine.openOrSkip();
  }

  @AfterAll
  static void close() {
    if (wine != null) {
      wine.close();
    }
  }

  @BeforeEach
  void forget() throws Exception {
    WineIT.forgetServices(Objects.requireNonNull(wine));
  }

  private static Tool start(String... arguments) throws IOException {
    WindowsJava java = WindowsJava.in(Objects.requireNonNull(wine)).onHost().forContracts();
    return Tool.program(
        java.options("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8")
            .run(Tool.classPath(), Main.class.getName(), arguments));
  }

  private static Tool.End run(String... arguments) throws Exception {
    try (Tool tool = start(arguments)) {
      tool.endInput();
      return tool.end(Duration.ofMinutes(4));
    }
  }

  private static String line(Tool.End end, String name) {
    return end.output()
        .lines()
        .filter(each -> each.startsWith(name + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + end));
  }

  @Test
  void theDoctorLooksAtAllThatThereIs() throws Exception {
    Tool.End end = run("doctor");
    assertEquals(0, end.code(), end.talk());
    assertTrue(line(end, "system").matches("system +Windows .*, build \\d{4,5}"), end.output());
    assertTrue(line(end, "hyperv").endsWith(" works"), end.output());
    assertTrue(line(end, "services").contains("hvsock service register"), end.output());
    // The PowerShell of Wine does nothing, and there is no WSL in it.
    assertTrue(line(end, "hyper-v").contains("Get-VM failed"), end.output());
    assertTrue(line(end, "wsl").endsWith("WSL is not installed; try: wsl --install"), end.output());
  }

  @Test
  void namesKeepTheirLettersThroughTheRegistry() throws Exception {
    String name = "Größe C:\\x & %PATH% 'y'";
    assertEquals(0, run("service", "register", "--name", name, "7001").code());
    Tool.End list = run("service", "list");
    String read = new String(list.output().getBytes(ISO_8859_1), UTF_8); // a character a byte
    assertEquals("7001       00001b59-facb-11e6-bd58-64006a7986d3  " + name, read.strip());
    assertEquals(
        "hvsock: service 7001, '" + name + "', is registered no more",
        run("service", "unregister", "7001").talk());
    assertEquals(
        "hvsock: service 7001 is not registered", run("service", "unregister", "7001").talk());
  }

  @Test
  void aCommandIsRunByTheCommandInterpreterAsItIs() throws Exception {
    String command = "echo one  two& echo \"three  four\"& more";
    try (Tool listening = start("listen", "--exec", command, "hyperv://loopback/7002")) {
      listening.listening();
      try (Tool connecting = start("connect", "hyperv://loopback/7002")) {
        connecting.send("piped\r\n".getBytes(UTF_8));
        connecting.endInput();
        assertEquals(
            new Tool.End(0, "one  two\r\n\"three  four\"\r\npiped\r\n", ""), connecting.end());
      }
      assertEquals(0, listening.end().code());
    }
  }

  @Test
  void theSelfTestReports() throws Exception {
    Tool.End end = run("selftest");
    assertEquals(0, end.code(), end.output() + end.talk());
    assertTrue(line(end, "address").contains(" hyperv://loopback/"), end.output());
    String cases = line(end, "cases");
    assertTrue(cases.contains(" passed, 0 failed, "), cases);
    System.out.println("hvsock: selftest under Wine, AF_HYPERV emulated: " + cases);
  }
}
