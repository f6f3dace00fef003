package dev.hvsock.wine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules of the emulated AF_HYPERV, tried by a C program. */
class HookIT {
  @TestFactory
  Stream<DynamicTest> rules() throws Exception {
    try (Wine wine = Wine.openOrSkip()) {
      Path rules = WindowsLibraries.compile(Wine.MODULE.resolve("src/test/c/rules"), "rules.exe");
      Process process =
          wine.program(Wine.windowsPath(rules), Wine.windowsPath(WindowsLibraries.hook()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      List<String> lines = lines(process);
      assertEquals(0, process.waitFor(), lines::toString);
      assertFalse(lines.isEmpty());
      return lines.stream().map(HookIT::outcome);
    }
  }

  private static List<String> lines(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
  }

  /** Of "ok NAME", or "failed NAME: WHY". */
  private static DynamicTest outcome(String line) {
    String[] words = line.split("[ :]", 3);
    return dynamicTest(words[1], () -> assertEquals("ok", words[0], line));
  }
}
