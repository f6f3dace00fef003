package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.testing.GuestLab;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Other people's programs that a test needs. */
final class Installed {
  private Installed() {}

  /**
   * Skips the test, with the remedy, where {@code program} is missing; in CI, where none may be
   * missing, fails it.
   */
  static void assume(String program, String packages) {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assume(installed, program + " is not installed; try: apt-get install " + packages);
  }

  /** The same of what is not a program on the PATH. */
  static void assume(boolean installed, String remedy) {
    if ("true".equals(System.getenv("CI")) || GuestLab.mode() == GuestLab.Mode.REQUIRED) {
      assertTrue(installed, remedy);
    }
    Assumptions.assumeTrue(installed, remedy);
  }
}
