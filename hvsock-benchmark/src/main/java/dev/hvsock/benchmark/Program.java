package dev.hvsock.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that takes part, with its outputs in files. Closing it ends it, and its children. */
final class Program implements AutoCloseable {
  /** Longer than anything that works takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<String> command;
  private final Process process;
  private final Path output;
  private final Path talk;

  private Program(List<String> command, Process process, Path output, Path talk) {
    this.command = command;
    this.process = process;
    this.output = output;
    this.talk = talk;
  }

  static Program start(Path folder, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, "out", "");
    Path talk = Files.createTempFile(folder, "err", "");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(talk.toFile())
            .start();
    return new Program(command, process, output, talk);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits until it says that it listens. */
  Program awaitListening() throws IOException, InterruptedException {
    await(talk, "listening");
    return this;
  }

  /** Waits until it has written this to standard output. */
  void awaitOutput(String text) throws IOException, InterruptedException {
    await(output, text);
  }

  private void await(Path file, String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(file).contains(text)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw failure("has not said '" + text + "'");
      }
      Thread.sleep(10);
    }
  }

  /** Writes a line to standard input. */
  void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for a good end, and returns the JSON object at the end of its output. */
  Figures figures() throws IOException, InterruptedException {
    end();
    String text = Files.readString(output);
    return Figures.parse(text.substring(Math.max(0, text.indexOf('{'))));
  }

  /** Waits for a good end. */
  void end() throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw failure("has not ended");
    }
    if (process.exitValue() != 0) {
      throw failure("ended with status " + process.exitValue());
    }
  }

  private IOException failure(String reason) throws IOException {
    return new IOException(
        String.join(" ", command) + ": " + reason + "; said: " + Files.readString(talk).strip());
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    Files.deleteIfExists(output);
    Files.deleteIfExists(talk);
  }
}
