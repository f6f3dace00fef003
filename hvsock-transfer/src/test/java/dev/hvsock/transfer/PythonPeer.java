package dev.hvsock.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The other implementation of the protocol, in Python, while it runs. */
final class PythonPeer implements AutoCloseable {
  private static final Path FOLDER = Path.of("src/test/python").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final BufferedReader output;

  private PythonPeer(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  /** Starts one of its programs. */
  private static PythonPeer start(String program, List<String> arguments) throws IOException {
    String remedy = "python3 is not installed; try: apt-get install python3";
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    if ("true".equals(System.getenv("CI"))) {
      assertTrue(installed, remedy);
    }
    Assumptions.assumeTrue(installed, remedy);
    List<String> command = new ArrayList<>(List.of("python3", "-B", FOLDER.resolve(program) + ""));
    command.addAll(arguments);
    return new PythonPeer(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Starts the peer, with these arguments. */
  static PythonPeer start(String... arguments) throws IOException {
    return start("transfer_peer.py", List.of(arguments));
  }

  /** Has the test vectors written into a folder. */
  static void writeVectors(Path folder) throws Exception {
    try (PythonPeer peer = start("transfer_vectors.py", List.of(folder.toString()))) {
      peer.succeed();
    }
  }

  /** Where it listens, when it does: a path or a port. */
  String listening() throws IOException {
    String line = output.readLine();
    String expected = "listening ";
    assertTrue(line != null && line.startsWith(expected), () -> line + "\n" + rest());
    return line.substring(expected.length());
  }

  /** What it says until it ends, which it must do well. */
  String succeed() throws Exception {
    return end(0);
  }

  /** What it says until it ends, which it must do badly. */
  String fail() throws Exception {
    return end(1);
  }

  private String end(int status) throws Exception {
    String said = rest();
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it does not end");
    assertEquals(status, process.exitValue(), said);
    return said;
  }

  private String rest() {
    return output.lines().collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
