package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Hvsock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README shows, run as it stands there; after packaging, because the launcher wants a jar.
 */
@Timeout(180)
class ReadmeIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  /** The one block of that language. */
  private static String block(String language) throws Exception {
    Matcher block =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("README.md")));
    assertTrue(block.find(), language);
    return block.group(1);
  }

  @Test
  void theJavaProgram() throws Exception {
    Path source = Files.writeString(folder.resolve("Hello.java"), block("java"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            Tool.origin(Hvsock.class).toString(),
            source.toString(),
            "unix:" + folder.resolve("hello.sock"));
    try (Tool program = Tool.program(command)) {
      assertEquals(new Tool.End(0, "hello, guest\n", ""), program.end());
    }
  }

  @Test
  void theShellSession() throws Exception {
    String session =
        "cd '%s'\nADDRESS=unix:%s\n%s".formatted(ROOT, folder.resolve("s"), block("sh"));
    try (Tool shell = Tool.shell(session)) {
      Tool.End end = shell.end();
      assertEquals("all of it arrived\n", end.output(), end.talk());
      assertEquals(0, end.code());
    }
  }
}
