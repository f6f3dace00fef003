package dev.hvsock.transfer.files;

import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What links may say: they lead to something in the tree that they are in.
 *
 * <p>A target is relative, and {@code ..} is in it as a leading run only, of no more than the
 * folders that the link is in. Then it goes up from the link, which is in real folders only, so
 * stays in the tree; and from there on it goes down, through folders and links that keep to the
 * same rule. With {@code ..} after a name, each of two links could be harmless by its text and both
 * together not: {@code a/b/c/l -> ../../..} leads to the tree's root, {@code m -> a/b/c/l/../x} out
 * of it.
 */
final class LinkTarget {
  private LinkTarget() {}

  /**
   * Why a link may not say this.
   *
   * @param depth how many folders of the tree it is in
   */
  static Optional<String> refusal(FileSystem files, int depth, String target) {
    List<String> names =
        Arrays.stream(target.split("/", -1)).filter(name -> !isNothing(name)).toList();
    int up = 0;
    while (up < names.size() && names.get(up).equals("..")) {
      up++;
    }
    if (target.startsWith("/") || !isSpelledSo(files, target, names)) {
      return Optional.of("a link to " + target + " is not relative");
    }
    if (up > depth || names.subList(up, names.size()).contains("..")) {
      return Optional.of("a link to " + target + " may leave the folder");
    }
    return Optional.empty();
  }

  private static boolean isNothing(String name) {
    return name.isEmpty() || name.equals(".");
  }

  /** Whether that file system sees the same names in it, and no drive or separator of its own. */
  private static boolean isSpelledSo(FileSystem files, String target, List<String> names) {
    try {
      Path path = files.getPath(target);
      List<String> seen = new java.util.ArrayList<>();
      path.forEach(name -> seen.add(name.toString()));
      seen.removeIf(LinkTarget::isNothing);
      return path.getRoot() == null && !path.isAbsolute() && same(seen, names);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static boolean same(List<String> seen, List<String> names) {
    if (seen.size() != names.size()) {
      return false;
    }
    for (int i = 0; i < seen.size(); i++) {
      if (!Fold.isSameText(seen.get(i), names.get(i))) {
        return false;
      }
    }
    return true;
  }
}
