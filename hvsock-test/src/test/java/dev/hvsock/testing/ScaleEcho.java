package dev.hvsock.testing;

import dev.hvsock.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A {@link ScaleEchoProgram} in a JVM of its own. */
final class ScaleEcho implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Address address;

  /**
   * What the process holds.
   *
   * @param flows how many flows it has
   * @param resident its memory in bytes, after a garbage collection
   * @param heap bytes on the heap that are not garbage
   */
  record Memory(long flows, long resident, long heap) {}

  /** Starts it in a JVM with these options, and waits until it listens. */
  ScaleEcho(Address at, List<String> jvmOptions) throws IOException {
    List<String> command = EngineProgram.command(ScaleEchoProgram.class, jvmOptions, at.toString());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    answers = process.inputReader();
    address = Address.parse(answer());
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the echo server ended");
    }
    return line;
  }

  Address address() {
    return address;
  }

  Memory memory() throws IOException {
    process.outputWriter().write("memory\n");
    process.outputWriter().flush();
    String[] numbers = answer().split(" ", -1);
    return new Memory(
        Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
  }

  /** The CPU time that both processes have taken so far, this one and the server's. */
  long cpuNanos() {
    return Stream.of(ProcessHandle.current(), process.toHandle())
        .mapToLong(each -> each.info().totalCpuDuration().orElseThrow().toNanos())
        .sum();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
