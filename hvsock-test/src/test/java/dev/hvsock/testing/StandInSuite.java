package dev.hvsock.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * JUnit test classes that run in a JVM in which a library stands in for Windows' sockets; each of
 * their cases becomes a case of the test that runs the suite.
 */
final class StandInSuite {
  private static final long LIMIT_SECONDS = 300;

  private final List<String> command = new ArrayList<>();

  /**
   * A suite of these classes, which run at the same time.
   *
   * @param jvmOptions those of {@link StandIn#compile}, and more
   */
  StandInSuite(List<String> jvmOptions, Class<?>... classes) {
    List<String> launch = ReportedCase.launch(List.of(classes));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(launch);
    command.add("--config=junit.jupiter.execution.parallel.enabled=true");
    command.add("--config=junit.jupiter.execution.parallel.mode.default=same_thread");
    command.add("--config=junit.jupiter.execution.parallel.mode.classes.default=concurrent");
  }

  /** Makes it run on one of the processors, and so with one carrier of virtual threads. */
  StandInSuite onOneProcessor() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("Cpus_allowed_list:"))
            .map(line -> line.replaceAll("^\\D*(\\d+).*", "$1"))
            .findFirst()
            .orElseThrow();
    command.addAll(0, List.of("taskset", "-c", processor));
    return this;
  }

  /** Runs it, prints one line that says how many cases there were, and gives their outcomes. */
  Stream<DynamicTest> run(Path directory) throws Exception {
    long start = System.nanoTime();
    Path folder = Files.createTempDirectory(directory, "suite");
    Path output = folder.resolve("output.txt");
    Path reports = folder.resolve("junit");
    command.add("--reports-dir=" + reports);
    boolean ended = start(output);
    List<ReportedCase> cases = ReportedCase.read(reports);
    if (!ended || cases.isEmpty()) {
      throw new AssertionError(
          "the suite %s:%n%s"
              .formatted(ended ? "ran no case" : "did not end", Files.readString(output)));
    }
    long ran = cases.stream().filter(each -> each.skipped().isEmpty()).count();
    System.out.printf(
        "hvsock: %d cases ran on the Windows backend over its stand-in, %d did not apply (%d s)%n",
        ran, cases.size() - ran, (System.nanoTime() - start) / 1_000_000_000);
    return cases.stream().map(each -> dynamicTest(each.name(), each::replay));
  }

  private boolean start(Path output) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    } finally {
      process.destroyForcibly();
    }
  }
}
