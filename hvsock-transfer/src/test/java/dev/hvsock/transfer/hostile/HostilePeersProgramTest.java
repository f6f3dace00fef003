package dev.hvsock.transfer.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM of 64 MiB lives through all hostile peers, again and again, and holds no more after. */
@Tag("stress")
@Tag("thorough")
class HostilePeersProgramTest {
  private static final String SECONDS = "hvsock.stress.seconds";
  private static final long PATIENCE_SECONDS = 120;
  private static final int SECONDS_A_ROUND = 6;

  @Test
  void holdsNoMoreAfter(@TempDir Path folder) throws Exception {
    Path output = Files.createFile(folder.resolve("output"));
    Path work = Files.createDirectory(folder.resolve("work"));
    int seconds = Integer.getInteger(SECONDS, 0);
    int rounds = Math.max(1, seconds / SECONDS_A_ROUND);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    HostilePeersProgram.class.getName(),
                    work.toString(),
                    Integer.toString(rounds)))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS + 2L * seconds, TimeUnit.SECONDS);
      String said = Files.readString(output);
      assertTrue(ended, () -> "it does not end:\n" + said);
      assertEquals(0, process.exitValue(), said);
      assertEquals(rounds + 1, said.lines().filter(line -> line.startsWith("Holding")).count());
      System.out.print(said);
    } finally {
      process.destroyForcibly();
    }
  }
}
