package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** By file system, or by folder where Java does not tell file systems apart. */
  private final Map<Object, Map<String, Optional<String>>> known = new HashMap<>();

  /**
   * Why no file can have this name.
   *
   * @param folder where to try; there is one
   */
  Optional<String> refusal(Path folder, String name) {
    for (String sample : of(name)) {
      Optional<String> refusal =
          known
              .computeIfAbsent(fileSystem(folder), _ -> new HashMap<>())
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

  private static Object fileSystem(Path folder) {
    try {
      return Files.getAttribute(folder, "unix:dev");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      return folder;
    }
  }

  private static Optional<String> tryOut(Path folder, String sample) {
    try (Trial trial = Trial.in(folder)) {
      return tryIn(trial, sample);
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.empty(); // for another reason, which will be told when the file comes
    }
  }

  private static Optional<String> tryIn(Trial trial, String sample) throws IOException {
    Files.delete(trial.make(PLAIN));
    try {
      trial.make(sample);
    } catch (IOException _) {
      return Optional.of("this file system cannot hold such a name");
    }
    boolean same = Listing.isSpelledSo(trial.folder(), sample);
    return same ? Optional.empty() : Optional.of("this file system leaves out how the name ends");
  }
}
