package dev.hvsock.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program that is run in a JVM of its own, for what only the start of a JVM can set. */
final class EngineProgram {
  private static final long PATIENCE_SECONDS = 50;

  private EngineProgram() {}

  /**
   * Runs it until it ends, and fails if that is not in time or it fails.
   *
   * @return what it printed
   */
  static String run(Class<?> main, List<String> jvmOptions) throws Exception {
    return run(main, jvmOptions, PATIENCE_SECONDS);
  }

  /** Does the same with arguments, and with more patience. */
  static String run(
      Class<?> main, List<String> jvmOptions, long patienceSeconds, String... arguments)
      throws Exception {
    List<String> command = command(main, jvmOptions, arguments);
    Path output = Files.createTempFile("hvsock", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(patienceSeconds, TimeUnit.SECONDS);
      if (!ended) {
        dumpThreads(process);
      } else if (process.exitValue() == 0) {
        return Files.readString(output);
      }
      throw new AssertionError(
          main.getSimpleName()
              + (ended ? " failed:\n" : " did not end:\n")
              + Files.readString(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }

  /** What starts it. */
  static List<String> command(Class<?> main, List<String> jvmOptions, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Xmx256m");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static void dumpThreads(Process process) throws Exception {
    new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
    process.waitFor(1, TimeUnit.SECONDS); // which is what it needs to write them
  }
}
