package dev.hvsock.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How JVMs of the benchmark's own class path are started: the one that runs this, and options. */
record Jvm(List<String> options) {
  private static final String MAIN = "dev.hvsock.cli.Main";

  /** With one collector for everybody, as on two CPUs the JVM might choose now this, now that. */
  static Jvm plain() {
    return new Jvm(List.of("-XX:+UseSerialGC"));
  }

  /** For an emulated machine, where the second compiler now and then crashes the JVM. */
  static Jvm inGuest() {
    return new Jvm(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
  }

  /** With one option more. */
  Jvm with(String option) {
    List<String> more = new ArrayList<>(options);
    more.add(option);
    return new Jvm(List.copyOf(more));
  }

  /** The command that runs a class. */
  List<String> run(String mainClass, List<String> words) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(options);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(words);
    return command;
  }

  /** The command that runs the tool. */
  List<String> tool(List<String> words) {
    return run(MAIN, words);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
