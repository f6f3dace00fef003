package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mistake in the Windows backend is found by the test that is there to find it. That the test
 * passes without the mistake, {@link StandInTest} and {@link StandInFaultsTest} show.
 */
@Tag("concurrent")
class StandInMutationTest {
  private static final long PATIENCE_SECONDS = 50;

  @TempDir static Path directory;

  private static final List<Process> PROCESSES = new ArrayList<>();

  /** All of them at the same time, each in a JVM of its own. */
  @TestFactory
  Stream<DynamicTest> mistakesAreFound() throws Exception {
    List<String> standIn = StandIn.compile(directory);
    List<DynamicTest> found = new ArrayList<>();
    for (StandInMutation mutation : StandInMutation.values()) {
      Path folder = Files.createDirectory(directory.resolve(mutation.name()));
      mutation.compile(folder);
      Path output = folder.resolve("output.txt");
      Process process = start(mutation, standIn, folder, output);
      PROCESSES.add(process);
      found.add(
          DynamicTest.dynamicTest(mutation.name(), () -> assertFound(mutation, process, output)));
    }
    return found.stream();
  }

  private static Process start(
      StandInMutation mutation, List<String> standIn, Path folder, Path output) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
    command.addAll(standIn);
    command.add("-cp");
    command.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
    command.addAll(mutation.finder());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .directory(folder.toFile())
        .start();
  }

  private static void assertFound(StandInMutation mutation, Process process, Path output)
      throws Exception {
    assertTrue(
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> mutation + " makes a test hang");
    String said = Files.readString(output);
    assertNotEquals(0, process.exitValue(), () -> mutation + " was not found:\n" + said);
    assertTrue(
        said.contains(mutation.finding()),
        () -> mutation + " was found, but not as '" + mutation.finding() + "':\n" + said);
  }

  @AfterEach
  void endAll() {
    PROCESSES.forEach(Process::destroyForcibly);
  }
}
