package dev.hvsock.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What files are moved, and what of them is counted. */
enum FileSet {
  /** One file, of which bytes are counted, in millions. */
  LARGE(Measure.FILE, "large") {
    @Override
    double fill(Path folder, Amounts amounts) throws IOException {
      byte[] piece = new byte[PIECE];
      new Random(1).nextBytes(piece);
      try (OutputStream out = Files.newOutputStream(folder.resolve(top()))) {
        for (long left = amounts.fileBytes(); left > 0; left -= PIECE) {
          out.write(piece, 0, (int) Math.min(left, PIECE));
        }
      }
      return amounts.fileBytes() / 1e6;
    }
  },

  /** A folder of two thousand files, which are counted. */
  SMALL(Measure.SMALL_FILES, "small") {
    @Override
    double fill(Path folder, Amounts amounts) throws IOException {
      Random random = new Random(2);
      Path top = Files.createDirectory(folder.resolve(top()));
      for (int i = 0; i < SMALL_FILES; i++) {
        byte[] content = new byte[random.nextInt(MOST_SMALL_BYTES)];
        random.nextBytes(content);
        Files.write(top.resolve("file-" + i), content);
      }
      return SMALL_FILES;
    }
  };

  private static final int PIECE = 1 << 20;
  private static final int SMALL_FILES = 2000;
  private static final int MOST_SMALL_BYTES = 8 << 10;

  private final Measure measure;
  private final String top;

  FileSet(Measure measure, String top) {
    this.measure = measure;
    this.top = top;
  }

  Measure measure() {
    return measure;
  }

  /** The name of the one file or folder. */
  String top() {
    return top;
  }

  /**
   * Makes them.
   *
   * @return how much there is to be moved, in what is counted
   */
  abstract double fill(Path folder, Amounts amounts) throws IOException;

  /** Fails unless the target has what the source has. */
  void check(Path source, Path target) throws IOException {
    for (Path file : files(source)) {
      Path copy = target.resolve(source.relativize(file).toString());
      if (Files.mismatch(file, copy) >= 0) {
        throw new IOException(copy + " is not what was sent");
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
