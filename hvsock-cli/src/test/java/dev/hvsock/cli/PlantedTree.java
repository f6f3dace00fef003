package dev.hvsock.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder with what folders may have in them, and how to tell whether another one has the same.
 */
final class PlantedTree {
  /** Bytes of its one file that is not small. */
  static final int BYTES = 300_000;

  private static final Instant TIME = Instant.parse("2020-02-29T12:34:56.789Z");

  private PlantedTree() {}

  /** Plants one; it has seven entries, itself included, of which three are files. */
  static Path in(Path folder) throws IOException {
    Path root = folder.resolve("tree");
    Path deep = root.resolve("deep");
    Files.createDirectories(deep.resolve("er"));
    Files.write(root.resolve("empty"), new byte[0]);
    Files.write(root.resolve("Grüße 世界 🌍"), random(BYTES));
    Path script = Files.writeString(deep.resolve("script"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("deep/script"));
    Files.setLastModifiedTime(script, FileTime.from(TIME));
    Files.setLastModifiedTime(deep, FileTime.from(TIME));
    return root;
  }

  /** Bytes that look random and are the same every time. */
  static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(6).nextBytes(bytes);
    return bytes;
  }

  /** What is in a folder, at any depth, by path: kind, rights, time and content of each. */
  static Map<String, String> content(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(each -> !each.equals(root))
          .forEach(each -> content.put(root.relativize(each).toString(), text(each)));
    }
    return content;
  }

  private static String text(Path path) {
    try {
      if (Files.isSymbolicLink(path)) {
        return "-> " + Files.readSymbolicLink(path);
      }
      String bytes =
          Files.isDirectory(path) ? "folder" : "" + Arrays.hashCode(Files.readAllBytes(path));
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
          + " "
          + Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
          + " "
          + bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
