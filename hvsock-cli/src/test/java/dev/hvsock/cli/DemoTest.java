package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job, in one process. */
@Timeout(60)
final class DemoTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3_000_000})
  void sendsAFile(int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Path file = Files.write(folder.resolve("file"), bytes);
    Tool.End end = ExitCodeTest.run("demo", file.toString());
    assertEquals(0, end.code(), end.talk());
    assertTrue(end.output().startsWith(size + " bytes in "), end.output());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertTrue(
        end.output()
            .endsWith("SHA-256 " + HexFormat.of().formatHex(digest) + ", the same at both ends\n"),
        end.output());
    assertTrue(end.talk().startsWith("hvsock: over "), end.talk());
  }

  @Test
  void makesWhatItSendsTheSameEveryTime() throws Exception {
    Tool.End end = Tool.run(new byte[0], "demo", "-q");
    assertEquals(0, end.code());
    assertEquals("", end.talk());
    assertTrue(end.output().startsWith("67108864 bytes in "), end.output());
    assertTrue(end.output().contains(" MB/s\n"), end.output());
    assertTrue(end.output().contains("SHA-256 003c1feca637b4ee"), end.output());
  }
}
