package dev.hvsock.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the kernel tells in the files below {@code /proc}; nothing where there is no such file. */
final class ProcFile {
  private ProcFile() {}

  /** All that a file says; nothing if it cannot be read. */
  static String text(String path) {
    return text(Path.of(path));
  }

  /** All that a file says; nothing if it cannot be read. */
  static String text(Path path) {
    // Whole lines at once: files below /proc/sys give the rest of a half-read one to nobody.
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      return reader.lines().collect(Collectors.joining("\n"));
    } catch (IOException | UncheckedIOException e) { // also of a thread that ends meanwhile
      return "";
    }
  }

  /**
   * The first word after the {@code label} that a line begins with; nothing where there is none.
   */
  static String word(String text, String label) {
    return text.lines()
        .filter(line -> line.startsWith(label))
        .flatMap(line -> Stream.of(line.substring(label.length()).strip().split("\\s+")))
        .findFirst()
        .orElse("");
  }

  /** The number that a text is, if it is one. */
  static OptionalLong number(String text) {
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }
}
