package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** System calls that are interrupted, do less than they were asked for, and fail. */
@Timeout(60)
class EngineFaultsTest {
  private static final Path SOURCE =
      Path.of(System.getProperty("basedir", ""), "src/test/c/faults.c");

  @Test
  void streamsSurviveSystemCallsThatMisbehave(@TempDir Path directory) throws Exception {
    Path library = directory.resolve("libfaults.so");
    compile(library);
    System.out.print(
        EngineProgram.run(EngineFaultsProgram.class, List.of("-Ddev.hvsock.libc=" + library)));
  }

  private static void compile(Path library) throws Exception {
    Process gcc;
    try {
      gcc =
          new ProcessBuilder(
                  "gcc",
                  "-shared",
                  "-fPIC",
                  "-O1",
                  "-Wall",
                  "-Wextra",
                  "-Werror",
                  "-o",
                  library.toString(),
                  SOURCE.toAbsolutePath().toString(),
                  "-ldl")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no C compiler; try: apt-get install gcc");
      throw e;
    }
    String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, gcc.waitFor(), output);
  }
}
