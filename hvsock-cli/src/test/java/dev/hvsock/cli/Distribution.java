package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The archive that the build has made, and a Java hello world to compare with.
 *
 * @param archive the archive
 * @param folder where it is unpacked
 */
record Distribution(Path archive, Path folder) {

  /** Unpacks it in {@code folder}. */
  static Distribution unpacked(Path folder) throws Exception {
    Path archive = only(Path.of("target"), ".tar.gz");
    run(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()));
    return new Distribution(archive, only(folder, ""));
  }

  private static Path only(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(each -> each.toString().endsWith(end)).toList();
      assertEquals(1, found.size(), () -> folder + ": " + found);
      return found.getFirst().toAbsolutePath();
    }
  }

  Path tool() {
    return folder.resolve("bin/hvsock");
  }

  Path java() {
    return folder.resolve("runtime/bin/java");
  }

  /** Compiles a hello world into {@code target}, and returns the command that runs it. */
  static String hello(Path target) throws Exception {
    Path source =
        Files.writeString(
            target.resolve("Hello.java"),
            """
            public class Hello {
              public static void main(String[] args) {
                System.out.println("hello, world");
              }
            }
            """);
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    run(List.of(bin.resolve("javac").toString(), "-d", target.toString(), source.toString()));
    return bin.resolve("java") + " -cp " + target + " Hello";
  }

  private static void run(List<String> command) throws Exception {
    try (Tool program = Tool.program(command)) {
      Tool.End end = program.end();
      assertEquals(0, end.code(), end.talk());
    }
  }
}
