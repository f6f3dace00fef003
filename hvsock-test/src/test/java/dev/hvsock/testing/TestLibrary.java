package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Compiles the C sources of the tests: to shared libraries, which JVMs load, or to programs. */
final class TestLibrary {
  private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/test/c");

  private TestLibrary() {}

  /**
   * Compiles a source, or all sources of a folder. Where there is no compiler, the test is skipped,
   * or fails if this is CI.
   *
   * @param directory where the library goes
   */
  static Path compile(Path directory, String name, String... options) throws Exception {
    Path library = directory.resolve("lib" + name.replaceAll("\\.c$", "") + ".so");
    List<String> all = new ArrayList<>(List.of("-shared", "-fPIC", "-O1"));
    all.addAll(List.of(options));
    compile(library, name, all);
    return library;
  }

  /** Compiles a program that needs no shared library, as {@link #compile} does. */
  static Path compileProgram(Path directory, String name) throws Exception {
    Path program = directory.resolve(name);
    compile(program, name, List.of("-static", "-O2", "-D_GNU_SOURCE"));
    return program;
  }

  private static void compile(Path output, String name, List<String> options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("gcc", "-Wall", "-Wextra", "-Werror", "-pthread"));
    command.addAll(options);
    command.addAll(List.of("-o", output.toString()));
    command.addAll(sources(SOURCES.resolve(name)));
    command.add("-ldl");
    Process gcc = start(command);
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, gcc.waitFor(), said);
  }

  private static List<String> sources(Path source) throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of(source.toAbsolutePath().toString());
    }
    try (Stream<Path> files = Files.list(source.toAbsolutePath())) {
      return files.map(Path::toString).filter(name -> name.endsWith(".c")).sorted().toList();
    }
  }

  private static Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      String message = "no C compiler; try: apt-get install gcc libc6-dev";
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      abort(message);
      throw e;
    }
  }
}
