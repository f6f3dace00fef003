package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What some file systems cannot hold in a name, or leave out of it: characters that Windows has
 * another use for, and dots and spaces at the end. Whether a folder's does is tried out, once for
 * each of these, with a sample.
 */
final class Samples {
  private static final String SPECIAL = "\"*:<>?\\|";
  private static final String PLAIN = "x";

  private final Map<Path, Map<String, Optional<String>>> known = new HashMap<>();

  /**
   * Why no file can have this name.
   *
   * @param folder where to try; there is one
   */
  Optional<String> refusal(Path folder, String name) {
    for (String sample : of(name)) {
      Optional<String> refusal =
          known
              .computeIfAbsent(folder, _ -> new HashMap<>())
              .computeIfAbsent(sample, it -> tryOut(folder, it));
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /** Whether there is something in the name that has to be tried out. */
  static boolean areNeeded(String name) {
    return Fold.hasEnd(name) || name.chars().anyMatch(Samples::isSpecial);
  }

  private static Set<String> of(String name) {
    Set<String> samples = new LinkedHashSet<>();
    name.chars()
        .filter(Samples::isSpecial)
        .forEach(c -> samples.add(PLAIN + Character.toString(c) + PLAIN));
    if (Fold.hasEnd(name)) {
      samples.add(PLAIN + name.charAt(name.length() - 1));
    }
    return samples;
  }

  private static boolean isSpecial(int c) {
    return c < ' ' || c == 0x7f || SPECIAL.indexOf(c) >= 0;
  }

  private static Optional<String> tryOut(Path folder, String sample) {
    try {
      Path trial = Files.createTempDirectory(folder, Names.RESERVED);
      try {
        return tryIn(trial, sample);
      } finally {
        Files.deleteIfExists(trial);
      }
    } catch (IOException _) {
      return Optional.empty(); // for another reason, which will be told when the file comes
    }
  }

  private static Optional<String> tryIn(Path trial, String sample) throws IOException {
    make(trial.resolve(PLAIN));
    Files.delete(trial.resolve(PLAIN));
    try {
      make(trial.resolve(sample));
    } catch (IOException _) {
      return Optional.of("this file system cannot hold such a name");
    }
    boolean same = isIn(trial, sample);
    Files.delete(trial.resolve(sample));
    return same ? Optional.empty() : Optional.of("this file system leaves out how the name ends");
  }

  private static void make(Path file) throws IOException {
    Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
  }

  private static boolean isIn(Path folder, String name) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path path : stream) {
        if (String.valueOf(path.getFileName()).equals(name)) {
          return true;
        }
      }
    }
    return false;
  }
}
