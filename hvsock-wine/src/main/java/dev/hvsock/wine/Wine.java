package dev.hvsock.wine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Wine, with a Windows of its own in the build's folder: what runs in it sees nothing of the user's
 * Wine, and leaves nothing in the user's home. Closing it ends what still runs in it.
 */
public final class Wine implements AutoCloseable {
  /** Where this module is; the build's folder in it has all that is made here. */
  static final Path MODULE = module();

  private static final Path TARGET = MODULE.resolve("target");
  private static final Path PREFIX = TARGET.resolve("wine-prefix");
  private static final long SETUP_SECONDS = 300;

  private Wine() {}

  private static Path module() {
    try {
      Path classes =
          Path.of(Wine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes.resolve("../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Why nothing can run under Wine here, with the remedy; empty if it can. */
  private static Optional<String> missing() {
    if (!isOnPath("wine") || !isOnPath("wineserver")) {
      return Optional.of("Wine is not installed; try: apt-get install wine wine64");
    }
    if (!isOnPath(WindowsLibraries.COMPILER)) {
      return Optional.of(
          WindowsLibraries.COMPILER
              + " is not installed; try: apt-get install gcc-mingw-w64-x86-64");
    }
    return WindowsJava.missing();
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Opens it; where something is missing, the test that asks is skipped with the remedy, or fails
   * if this is CI. The first time this makes its Windows, which takes ten seconds and 700 MB.
   */
  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  public static Wine openOrSkip() throws IOException {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(missing.get());
      }
      System.out.println("hvsock: nothing ran under Wine: " + missing.get());
      Assumptions.abort(missing.get());
    }
    Wine wine = new Wine();
    if (!Files.exists(PREFIX.resolve("system.reg"))) {
      Files.createDirectories(PREFIX);
      await(wine.builder(List.of("wineboot", "--init")), "wineboot --init");
    }
    return wine;
  }

  /** A folder for results, of that name, empty. */
  static Path folder(String name) throws IOException {
    Path folder = TARGET.resolve(name);
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path each : paths.sorted((one, other) -> other.compareTo(one)).toList()) {
          Files.delete(each);
        }
      }
    }
    return Files.createDirectories(folder);
  }

  /** As a program under Wine names a file of this machine. */
  static String windowsPath(Path path) {
    return "Z:" + path.toAbsolutePath().toString().replace('/', '\\');
  }

  /** What runs a program, {@code reg.exe} for example, or a file by its Windows path. */
  public ProcessBuilder program(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of("wine", program));
    command.addAll(List.of(arguments));
    return builder(command);
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY", "JAVA_TOOL_OPTIONS"));
    environment.put("HOME", PREFIX.toString());
    environment.put("WINEPREFIX", PREFIX.toString());
    environment.put("WINEARCH", "win64");
    environment.put("WINEDEBUG", "-all");
    // No .NET and no browser, which it would offer to install; and no menus in the user's home.
    environment.put("WINEDLLOVERRIDES", "mscoree,mshtml=;winemenubuilder.exe=d");
    return builder;
  }

  /** What Wine calls itself. */
  String version() throws IOException {
    Process process = program("--version").start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
  }

  private static void await(ProcessBuilder builder, String what) throws IOException {
    Process process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(SETUP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(what + " still ran after " + SETUP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(what + " was interrupted", e);
    }
  }

  /** Ends what still runs in this Wine, and in no other. */
  @Override
  public void close() {
    try {
      await(builder(List.of("wineserver", "-k")), "wineserver -k");
      await(builder(List.of("wineserver", "-w")), "wineserver -w");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
