package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Hvsock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README and other documents show, run as it stands there; after packaging, because the
 * launcher wants a jar.
 */
@Timeout(180)
class ReadmeIT {
  private static final String CAPTURE = "docs/capture.md";

  private static final String SHA_256_OF_HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir Path folder;

  private static String block(String language, String word) throws Exception {
    return DocumentBlock.of("README.md", language, word);
  }

  /** Runs what the README shows, with its files in a folder of our own. */
  private Tool.End session(String word) throws Exception {
    return session("README.md", word);
  }

  private Tool.End session(String document, String word) throws Exception {
    String session = DocumentBlock.of(document, "sh", word).replace("/tmp/", folder + "/");
    try (Tool shell = Tool.shell("cd '%s'\n%s".formatted(DocumentBlock.ROOT, session))) {
      return shell.end();
    }
  }

  @Test
  void theJavaProgram() throws Exception {
    Path source = Files.writeString(folder.resolve("Hello.java"), block("java", "class Hello"));
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
  void movingBytes() throws Exception {
    Tool.End end = session("hvsock listen");
    assertEquals("all of it arrived\n", end.output(), end.talk());
    assertEquals(0, end.code());
  }

  @Test
  void measuring() throws Exception {
    Tool.End end = session("hvsock perf");
    assertEquals(0, end.code(), end.talk());
    assertTrue(end.output().startsWith("round trips        2000\n"), end.output());
    assertTrue(end.output().contains("\nflows              1\n"), end.output());
  }

  @Test
  void theAgent() throws Exception {
    Tool.End end = session("docs/agent.md", "Agent.java");
    assertTrue(end.output().contains(SHA_256_OF_HELLO + "\n"), end.output() + end.talk());
  }

  @Test
  void transferring() throws Exception {
    Tool.End end = session("docs/transfer.md", "hvsock receive");
    assertEquals("hello\n", end.output(), end.talk());
    assertEquals("", end.talk());
    assertEquals(0, end.code());
  }

  @Test
  void capturing() throws Exception {
    Installed.assume("tshark", "tshark");
    Tool.End end = session(CAPTURE, "hvsock listen");
    assertEquals(0, end.code(), end.talk());
    assertEquals(
        "HELLO\n" + withoutTimes(DocumentBlock.of(CAPTURE, "text", "Op: Request")),
        withoutTimes(decoded(end.output())));
    Tool.End bytes = session(CAPTURE, "awk");
    assertTrue(bytes.output().matches("1000000000000:\\d+ 6\n2000000000000:1 6\n"), bytes.output());
    assertEquals("hello\n", session(CAPTURE, "perl").output());
  }

  private static String decoded(String output) {
    return new String(output.getBytes(ISO_8859_1), UTF_8);
  }

  /** They are the second column, which may be wide. */
  private static String withoutTimes(String packets) {
    return packets.replaceAll("(?m)^( *\\d+) +\\d+\\.\\d+", "$1");
  }
}
