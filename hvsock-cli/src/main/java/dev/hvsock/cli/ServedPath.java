package dev.hvsock.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A path within the folder that a peer serves, as people type it. */
final class ServedPath {
  private ServedPath() {}

  /**
   * The path without what says nothing: slashes at its ends, and '.', which as a whole is the
   * folder itself.
   *
   * @throws IllegalArgumentException if it is empty, or leads out of the folder
   */
  static String parse(String typed) {
    if (typed.isEmpty()) {
      throw new IllegalArgumentException(
          "an empty path names nothing; try: . for the folder that is served");
    }
    if (Stream.of(typed.split("/")).anyMatch(".."::equals)) {
      throw new IllegalArgumentException(
          Printable.quoted(typed)
              + ": nothing above the folder that is served can be asked for; try: a path within it");
    }
    return Stream.of(typed.split("/"))
        .filter(name -> !name.isEmpty() && !name.equals("."))
        .collect(Collectors.joining("/"));
  }
}
