package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import dev.hvsock.Address;
import dev.hvsock.Hvsock;
import dev.hvsock.testing.ContractRun;
import dev.hvsock.transfer.Transfer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;
import org.opentest4j.AssertionFailedError;
import picocli.CommandLine;

/** The tool, or another program, run as a process of its own, as its users run it. */
final class Tool implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Process process;
  private final List<String> talk = new ArrayList<>();
  private final Collected output;

  /**
   * What a program that has ended leaves: its exit code, standard output, a character for each
   * byte, and standard error.
   */
  record End(int code, String output, String talk) {}

  private Tool(ProcessBuilder builder) throws IOException {
    process = builder.start();
    // Both outputs are read as they come, so that the process never waits for it.
    output = Collected.from(process.getInputStream());
    Thread.ofVirtual().start(this::hear);
  }

  /** Starts the tool with these arguments. */
  static Tool start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(List.of(arguments));
    return new Tool(anyNames(new ProcessBuilder(command)));
  }

  /** Has its JVM take files of any name, as the launcher does: it asks the locale for that. */
  private static ProcessBuilder anyNames(ProcessBuilder builder) {
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /** Starts another program. */
  static Tool program(List<String> command) throws IOException {
    return new Tool(new ProcessBuilder(command));
  }

  /** Starts what is not a plain command of this machine. */
  static Tool program(ProcessBuilder builder) throws IOException {
    return new Tool(builder);
  }

  /** Starts {@code script} in bash, in which {@code $hvsock} is the tool. */
  static Tool shell(String script) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
    builder.environment().put("hvsock", String.join(" ", java()));
    return new Tool(anyNames(builder));
  }

  /** Runs the tool with this standard input until it ends. */
  static End run(byte[] input, String... arguments) throws Exception {
    try (Tool tool = start(arguments)) {
      tool.send(input);
      tool.endInput();
      return tool.end();
    }
  }

  private static List<String> java() {
    return java(new String[0]);
  }

  /** What starts the tool, in a JVM with these options besides. */
  static List<String> java(String... options) {
    return Stream.of(jvm(), List.of(options), from(), List.of(Main.class.getName()))
        .flatMap(List::stream)
        .toList();
  }

  /** A JVM as it suits the tool. */
  static List<String> jvm() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED");
  }

  private static List<String> from() {
    try {
      Optional<PackedTool> packed = PackedTool.given();
      return packed.isPresent() ? packed.get().options() : List.of("-cp", classPathText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tool and what it needs, and nothing else. */
  static List<Path> classPath() {
    return Stream.of(
            Main.class,
            Hvsock.class,
            CommandLine.class,
            JsonFactory.class,
            Transfer.class,
            ProgressBar.class,
            WCWidth.class, // what a progress bar needs
            ContractRun.class, // and what it needs
            Launcher.class,
            TestEngine.class,
            JupiterTestEngine.class,
            JUnitException.class,
            Test.class,
            ParameterizedTest.class,
            AssertionFailedError.class)
        .map(Tool::origin)
        .toList();
  }

  /** The same as one word. */
  static String classPathText() {
    return classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** The jar or folder that a class comes from. */
  static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it writes to standard output. */
  Collected output() {
    return output;
  }

  private void hear() {
    try (BufferedReader err = process.errorReader(UTF_8)) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("[" + e + "]");
    }
    add("[end]");
  }

  private void add(String line) {
    synchronized (talk) {
      talk.add(line);
      talk.notifyAll();
    }
  }

  /** Waits until a line of standard error matches, and returns it. */
  String await(Predicate<String> line) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (talk) {
      while (System.nanoTime() < end) {
        for (String said : talk) {
          if (line.test(said)) {
            return said;
          }
        }
        if (talk.contains("[end]")) {
          break;
        }
        talk.wait(100);
      }
      throw new AssertionError("no such line; said: " + talk);
    }
  }

  /** Waits until the tool listens, and returns where. */
  Address listening() throws InterruptedException {
    String prefix = "hvsock: listening at ";
    return Address.parse(await(line -> line.startsWith(prefix)).substring(prefix.length()));
  }

  /** Writes to standard input. */
  void send(byte[] bytes) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(bytes);
    in.flush();
  }

  /** Ends standard input. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Sends a signal. */
  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits for the end. */
  End end() throws Exception {
    return end(Duration.ofSeconds(PATIENCE_SECONDS));
  }

  /** Waits for the end that long. */
  End end(Duration patience) throws Exception {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running; said: " + talk);
    }
    byte[] bytes = output.all();
    await(line -> line.equals("[end]"));
    synchronized (talk) {
      List<String> lines = talk.subList(0, talk.size() - 1);
      return new End(process.exitValue(), new String(bytes, ISO_8859_1), String.join("\n", lines));
    }
  }

  /** Ends the process if it still runs. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
