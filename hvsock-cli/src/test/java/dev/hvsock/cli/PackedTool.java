package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tool as jars with a start-up cache, as it is distributed: in an emulated guest it starts in
 * less than half the time that it takes from folders of classes.
 *
 * @param folder where it is
 */
record PackedTool(Path folder) {
  private static final String PROPERTY = "hvsock.tool.packed";

  /** The one that the tests of this JVM are to start instead of the classes, if any. */
  static Optional<PackedTool> given() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).map(PackedTool::new);
  }

  /** Packs the tool in {@code folder}, which takes some seconds. */
  static PackedTool in(Path folder) throws Exception {
    PackedTool packed = new PackedTool(folder.toRealPath());
    List<Path> jars = new ArrayList<>();
    for (Path origin : Tool.classPath()) {
      jars.add(packed.jar(origin, jars.size()));
    }
    Files.writeString(packed.list(), text(jars));
    packed.rehearse();
    return packed;
  }

  /** The option that has the tests of another JVM start this one. */
  String asProperty() {
    return "-D" + PROPERTY + "=" + folder;
  }

  /** The options of the JVM that starts it. */
  List<String> options() throws IOException {
    return List.of(
        "-XX:AOTCache=" + cache(), "-Xlog:disable", "-cp", Files.readString(list()).strip());
  }

  /** Makes the tool a program of its name in {@code at}, which runs in a guest too. */
  Path asProgram(Path at) throws IOException {
    List<String> words = new ArrayList<>(Tool.jvm());
    words.addAll(options());
    words.add(Main.class.getName());
    String command = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    Path program = Files.createDirectories(at).resolve("hvsock");
    Files.writeString(program, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path list() {
    return folder.resolve("class-path");
  }

  private Path cache() {
    return folder.resolve("tool.aot");
  }

  private Path jar(Path origin, int number) throws Exception {
    Path jar = folder.resolve(number + ".jar");
    if (Files.isDirectory(origin)) {
      String tool = Path.of(System.getProperty("java.home"), "bin", "jar").toString();
      run(List.of(tool, "--create", "--file", jar.toString(), "-C", origin.toString(), "."));
    } else {
      Files.copy(origin, jar);
    }
    return jar;
  }

  private void rehearse() throws Exception {
    List<String> command = new ArrayList<>(Tool.jvm());
    command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining"));
    command.addAll(List.of("-XX:AOTCacheOutput=" + cache(), "-cp", Files.readString(list())));
    command.add(Rehearsal.class.getName());
    run(command);
  }

  private static String text(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static void run(List<String> command) throws Exception {
    try (Tool program = Tool.program(command)) {
      Tool.End end = program.end();
      assertEquals(0, end.code(), end.talk());
    }
  }
}
