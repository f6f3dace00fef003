package dev.hvsock.wine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What mingw-w64 makes of C for Windows. */
final class WindowsLibraries {
  static final String COMPILER = "x86_64-w64-mingw32-gcc";

  private static final List<String> OPTIONS =
      List.of("-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-static-libgcc");
  private static final List<String> LIBRARIES = List.of("-lws2_32", "-ladvapi32");

  private WindowsLibraries() {}

  /** Compiles the DLL that gives programs under Wine an AF_HYPERV. */
  static Path hook() throws IOException {
    return compile(Wine.MODULE.resolve("src/main/c/hook"), "hook.dll", "-shared");
  }

  /** Compiles all sources of a folder into one file in the build's folder. */
  static Path compile(Path sources, String name, String... options) throws IOException {
    Path made = Wine.folder("windows-" + name).resolve(name);
    List<String> command = new ArrayList<>(List.of(COMPILER));
    command.addAll(OPTIONS);
    command.addAll(List.of(options));
    command.addAll(List.of("-o", made.toString()));
    try (Stream<Path> files = Files.list(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".c")).sorted().forEach(command::add);
    }
    command.addAll(LIBRARIES);
    Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(compiler.getInputStream().readAllBytes(), UTF_8);
    if (!Files.exists(made) || !said.isEmpty()) {
      throw new IOException("compile " + sources + ": " + said);
    }
    return made;
  }
}
