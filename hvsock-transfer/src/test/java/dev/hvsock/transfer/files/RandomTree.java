package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Folders, files and links at random: what every file system can hold, and all modes and times. */
public final class RandomTree {
  /** No two of these are taken for one another by any file system. */
  private static final List<String> NAMES =
      List.of("a", "bc", "ü", "日本", "x y", "o.txt", ".hidden", "Ω", "😀", "long".repeat(30), "é");

  /** So that the test may compare, whoever runs it. */
  private static final int READABLE = 0400;

  private final Random random;
  private final boolean links;

  private RandomTree(Random random, boolean links) {
    this.random = random;
    this.links = links;
  }

  /** Fills a folder. */
  public static void fill(Path folder, long seed, boolean links) throws IOException {
    new RandomTree(new Random(seed), links).fill(folder, 0);
  }

  private void fill(Path folder, int depth) throws IOException {
    Files.createDirectories(folder);
    for (String name : NAMES) {
      int kind = random.nextInt(6);
      Path path = folder.resolve(name);
      if (kind == 0 && depth < 3) {
        fill(path, depth + 1);
      } else if (kind == 1 && links && depth > 0) {
        Files.createSymbolicLink(path, folder.getFileSystem().getPath("../" + name));
      } else if (kind <= 3) {
        byte[] bytes = new byte[random.nextBoolean() ? random.nextInt(5) : random.nextInt(100_000)];
        random.nextBytes(bytes);
        Files.write(path, bytes);
        finish(path, READABLE);
      }
    }
    finish(folder, Modes.OWN_FOLDER);
  }

  private void finish(Path path, int least) throws IOException {
    Instant time = Instant.ofEpochSecond(random.nextInt(100_000_000) + 1_000_000_000L);
    Files.setLastModifiedTime(path, FileTime.from(time.plusNanos(random.nextInt(1_000_000_000))));
    if (Attributes.arePosix(path.getFileSystem())) {
      Files.setPosixFilePermissions(path, Modes.permissions(random.nextInt(01000) | least));
    }
  }
}
