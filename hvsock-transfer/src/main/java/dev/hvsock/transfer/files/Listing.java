package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a folder of the receiver holds that has to do with an offer: the names that have the fold of
 * one that is offered, and the files that are on their way.
 *
 * <p>One reading of the folder says of most entries that nothing is there, without a question for
 * each. What else is in the folder is not remembered.
 */
final class Listing {
  /** Of a folder that is not there. */
  static final Listing NONE = new Listing(true);

  /** Of a folder that may not be read: anything may be there. */
  private static final Listing UNKNOWN = new Listing(false);

  private final Map<String, Set<String>> byFold = new HashMap<>();
  private final Set<String> reserved = new HashSet<>();

  private final boolean known;

  private Listing(boolean known) {
    this.known = known;
  }

  /** Reads a folder. */
  static Listing of(Path folder, Collection<String> folds) throws IOException {
    Listing listing = new Listing(true);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path path : stream) {
        listing.add(String.valueOf(path.getFileName()), folds);
      }
    } catch (AccessDeniedException _) {
      return UNKNOWN;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return listing;
  }

  /** Whether a folder holds this very name, in whatever form of Unicode; or may not be read. */
  static boolean isSpelledSo(Path folder, String name) throws IOException {
    boolean ascii = name.chars().allMatch(c -> c < 0x80);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path path : stream) {
        String there = plain(String.valueOf(path.getFileName()));
        if (ascii ? there.equals(name) : Fold.isSameText(there, name)) {
          return true;
        }
      }
      return false;
    } catch (AccessDeniedException _) {
      return true;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Whether it is known that the folder holds exactly this name. */
  boolean surelyHas(String name) {
    return known && has(name);
  }

  /** Whether it is known that the folder holds this name, in whatever form of Unicode. */
  boolean surelyHasText(String name) {
    return known && hasText(name);
  }

  /** Whether the folder holds exactly this name, as far as is known. */
  boolean has(String name) {
    return !known || reserved.contains(name) || alike(Fold.of(name)).contains(name);
  }

  /** Whether the folder holds this name, in whatever form of Unicode, as far as is known. */
  boolean hasText(String name) {
    return has(name) || alike(Fold.of(name)).stream().anyMatch(it -> Fold.isSameText(it, name));
  }

  /** The names in the folder of this fold. */
  Set<String> alike(String fold) {
    return byFold.getOrDefault(fold, Set.of());
  }

  /**
   * Removes what processes that were killed have left in the folder, if nothing can be made of it.
   *
   * @param young whether also what has been left just now
   */
  void removeLeftovers(Path folder, boolean young) {
    for (String name : reserved) {
      try {
        SmallFile.removeIfLeft(folder, name, young);
      } catch (IOException _) {
        // It is in nobody's way.
      }
    }
  }

  /** A ZIP file's folders have a slash at the end. */
  private static String plain(String name) {
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  private void add(String name, Collection<String> folds) {
    String plain = plain(name);
    if (plain.startsWith(Names.RESERVED)) {
      reserved.add(plain);
    }
    String fold = Fold.of(plain);
    if (folds.contains(fold)) {
      byFold.computeIfAbsent(fold, _ -> new HashSet<>()).add(plain);
    }
  }
}
