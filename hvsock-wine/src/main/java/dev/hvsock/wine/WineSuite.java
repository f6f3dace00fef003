package dev.hvsock.wine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hvsock.testing.ReportedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * JUnit test classes that run on the Windows JVM; each of their cases becomes a case of the test
 * that runs the suite, as with {@link dev.hvsock.testing.GuestSuite}.
 */
final class WineSuite {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final String COMPLAINT = "hvsock hook: ";

  private final WindowsJava java;
  private final String title;

  /** A suite on that JVM; the title says in the build's output what was shown. */
  WineSuite(WindowsJava java, String title) {
    this.java = java;
    this.title = title;
  }

  /**
   * Runs these classes, which takes the time that takes, and prints one line that says how many
   * cases there were, on what.
   */
  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  Stream<DynamicTest> run(Class<?>... classes) throws Exception {
    Path results = Wine.folder("wine-" + classes[0].getSimpleName());
    long start = System.nanoTime();
    execute(results, classes);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    List<ReportedCase> cases = ReportedCase.read(results.resolve("junit"));
    if (cases.isEmpty()) {
      throw new IOException("the suite ran no case: " + output(results));
    }
    long ran = cases.stream().filter(each -> each.skipped().isEmpty()).count();
    System.out.printf(
        "hvsock: %s: %d cases ran under Wine, %d did not apply, in %d s; on %s%n",
        title, ran, cases.size() - ran, seconds, java.description());
    List<DynamicTest> all = new ArrayList<>();
    cases.forEach(each -> all.add(dynamicTest(each.name(), each::replay)));
    List<String> complaints = complaints(results);
    all.add(
        dynamicTest(
            "nothing was asked of the hook that it does not model",
            () -> assertEquals(List.of(), complaints)));
    return all.stream();
  }

  private void execute(Path results, Class<?>... classes) throws Exception {
    List<String> launch = new ArrayList<>(ReportedCase.launch(List.of(classes)));
    String launcher = launch.removeFirst();
    launch.add("--reports-dir=" + Wine.windowsPath(results.resolve("junit")));
    Process process =
        java.forContracts()
            .run(WindowsJava.ownClassPath(), launcher, launch.toArray(String[]::new))
            .redirectOutput(results.resolve("stdout").toFile())
            .redirectError(results.resolve("stderr").toFile())
            .start();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException("the suite still ran after " + LIMIT + ": " + output(results));
    }
  }

  private static String output(Path results) throws IOException {
    return Files.readString(results.resolve("stdout"))
        + Files.readString(results.resolve("stderr"));
  }

  private static List<String> complaints(Path results) throws IOException {
    try (Stream<String> lines = Files.lines(results.resolve("stderr"))) {
      return lines.filter(line -> line.contains(COMPLAINT)).toList();
    }
  }
}
