package dev.hvsock.transfer.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder that an honest end works in, and what is around it: nothing of that may change, and
 * nothing in the folder but what the honest end was right to take.
 *
 * @param around everything
 * @param folder the one that is received into and served
 * @param sources what is sent
 */
record Sandbox(Path around, Path folder, Path sources) {
  /** What {@link #sources} has, and what the folder has under the same names. */
  static final String HELLO = "hello";

  static final String POEM = "the first half, the second half";
  private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(Raw.SECONDS));

  /**
   * Makes one in an empty folder.
   *
   * @param pipe one of which nobody would ever see the end, which the folder has too
   */
  static Sandbox in(Path around, Path pipe) throws IOException {
    Sandbox made = new Sandbox(around, around.resolve("dir"), around.resolve("sources"));
    made.file("outside/secret", "secret");
    made.file("outside/inner/deeper", "deeper");
    made.file("dir/there", "there");
    made.file("dir/inner/file", HELLO);
    made.file("sources/notes/hello", HELLO);
    made.file("sources/notes/poem", POEM);
    Files.createSymbolicLink(made.sources.resolve("notes/zlink"), Path.of("hello"));
    Files.createSymbolicLink(made.folder.resolve("away"), Path.of("../outside"));
    Files.createSymbolicLink(made.folder.resolve("secret"), Path.of("../outside/secret"));
    try (Stream<Path> all = Files.walk(around)) {
      for (Path each : all.filter(each -> !Files.isSymbolicLink(each)).toList()) {
        Files.setPosixFilePermissions(
            each,
            PosixFilePermissions.fromString(Files.isDirectory(each) ? "rwxr-x---" : "rw-r-----"));
        Files.setLastModifiedTime(each, TIME);
      }
    }
    Files.createLink(made.folder.resolve("pipe"), pipe);
    return made;
  }

  private void file(String path, String text) throws IOException {
    Path file = around.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** All there is, by path, with all that can be seen of it. */
  Map<String, String> snapshot() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(around)) {
      for (Path each : paths.toList()) {
        all.put(around.relativize(each).toString(), description(each));
      }
    }
    return all;
  }

  private static String description(Path path) throws IOException {
    PosixFileAttributes is =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String mode = PosixFilePermissions.toString(is.permissions());
    if (is.isSymbolicLink()) {
      return "link to " + Files.readSymbolicLink(path);
    }
    if (is.isRegularFile()) {
      String text = Files.size(path) < 1000 ? Files.readString(path, UTF_8) : "long";
      return mode + " " + is.lastModifiedTime() + " " + is.size() + " " + text;
    }
    return mode + (is.isDirectory() ? " folder" : " special");
  }

  /**
   * What has changed since a snapshot, but for what is on its way: paths that are other ones now,
   * new or gone.
   */
  Set<String> changed(Map<String, String> before) throws IOException {
    Map<String, String> now = snapshot();
    Set<String> changed = new HashSet<>(now.keySet());
    changed.addAll(before.keySet());
    changed.removeIf(
        path ->
            now.getOrDefault(path, "").equals(before.getOrDefault(path, ""))
                || path.matches("dir/(.*/)?\\.hvsock-[0-9a-f]{16}\\.partial"));
    return changed;
  }
}
