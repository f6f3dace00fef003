package dev.hvsock.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** What the figures depend on besides the programs: processor, kernel, versions. */
final class Machine {
  private Machine() {}

  /** A line for each thing. */
  static List<String> describe(Cpus cpus) throws IOException, InterruptedException {
    return List.of(
        processor() + ", " + cpus.allowed().size() + " CPUs, of which programs are given two",
        "Linux " + System.getProperty("os.version"),
        System.getProperty("java.vm.name")
            + " "
            + System.getProperty("java.vm.version")
            + ", SerialGC",
        first(List.of("gcc", "--version")) + ", -O2",
        second(List.of("socat", "-V")),
        "junixsocket " + junixsocket());
  }

  private static String processor() throws IOException {
    return line("/proc/cpuinfo", "model name")
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse(System.getProperty("os.arch"));
  }

  /** How many descriptors a process may raise its limit to. */
  static long descriptors() throws IOException {
    return line("/proc/self/limits", "Max open files")
        .map(line -> line.strip().split("\\s+", -1)[4])
        .filter(limit -> !limit.equals("unlimited"))
        .map(Long::parseLong)
        .orElse(Long.MAX_VALUE);
  }

  private static Optional<String> line(String file, String start) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(start))
        .findFirst();
  }

  /** Its jar is named after its version. */
  private static String junixsocket() {
    String jar =
        AFUNIXSocketChannel.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return jar.replaceFirst(".*-([0-9.]+)\\.jar$", "$1");
  }

  private static String first(List<String> command) throws IOException, InterruptedException {
    return lines(command).getFirst();
  }

  private static String second(List<String> command) throws IOException, InterruptedException {
    return lines(command).get(1).replaceFirst(" on .*", "");
  }

  private static List<String> lines(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var reader = process.inputReader()) {
      return reader.lines().toList();
    } finally {
      process.waitFor(5, TimeUnit.SECONDS);
    }
  }
}
