package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All that is in a folder, as text that can be compared: kinds, contents, modes and times. */
public final class Snapshot {
  private Snapshot() {}

  /** What is in a folder, by relative path; not the folder itself. */
  public static Map<String, String> of(Path folder) throws IOException {
    return of(folder, ChronoUnit.NANOS);
  }

  /** The same, with times as exact as this. */
  public static Map<String, String> of(Path folder, ChronoUnit unit) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> paths = walk.filter(path -> !path.equals(folder)).toList();
      for (Path path : paths) {
        found.put(plain(folder.relativize(path)), describe(path, unit));
      }
    }
    return found;
  }

  /** What differs, and how. */
  public static List<String> differences(Map<String, String> expected, Map<String, String> found) {
    Set<String> paths = new TreeSet<>(expected.keySet());
    paths.addAll(found.keySet());
    return paths.stream()
        .filter(path -> !Objects.equals(expected.get(path), found.get(path)))
        .map(path -> path + " is " + found.get(path) + " and not " + expected.get(path))
        .toList();
  }

  private static String plain(Path path) {
    String text = path.toString().replace(path.getFileSystem().getSeparator(), "/");
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static String describe(Path path, ChronoUnit unit) throws IOException {
    boolean posix = Attributes.arePosix(path.getFileSystem());
    BasicFileAttributes attributes = Attributes.full(path, posix);
    if (attributes.isSymbolicLink()) {
      return "link to " + Files.readSymbolicLink(path);
    }
    String mode =
        Attributes.mode(attributes).stream().mapToObj(Integer::toOctalString).toList() + " ";
    String time = attributes.lastModifiedTime().toInstant().truncatedTo(unit) + " ";
    return attributes.isRegularFile()
        ? "file "
            + mode
            + time
            + attributes.size()
            + " "
            + Arrays.hashCode(Files.readAllBytes(path))
        : "folder " + mode + time;
  }
}
