package dev.hvsock.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A tree as people have them, out of a seed: names in many scripts, folders within folders, empty
 * ones too, links, files that are empty, small, sparse; modes of all kinds, and times to the
 * nanosecond.
 */
final class RandomTree {
  private static final List<String> NAMES =
      List.of(
          "file",
          "Übung",
          "e\u0301te\u0301",
          "данные",
          "δεδομένα",
          "文件",
          "データ",
          "파일",
          "ملف",
          "קובץ",
          "แฟ้ม",
          "फ़ाइल",
          "🎈 balloon",
          "with  spaces ",
          "-dash",
          "quo'te\"s",
          "semi;colon$",
          "back\\slash",
          "*?[a]",
          "tab\there",
          "UPPER",
          ".hidden",
          "~tilde",
          "#hash",
          "l" + "o".repeat(200) + "ng");
  private static final List<String> MODES =
      List.of("rw-r--r--", "rw-------", "rwxr-xr-x", "r--r--r--", "rw-rw-rw-", "rwx--x--x");

  private final Random random;
  private final List<Path> folders = new ArrayList<>();

  private RandomTree(Path root, long seed) throws IOException {
    random = new Random(seed);
    folders.add(Files.createDirectory(root));
  }

  /** Makes one of so many files, of at most {@code largest} bytes each, most much smaller. */
  static Path make(Path root, long seed, int files, int largest) throws IOException {
    RandomTree tree = new RandomTree(root, seed);
    for (int i = 0; i < files / 20; i++) {
      tree.folders.add(Files.createDirectory(tree.fresh(i)));
    }
    for (int i = 0; i < files; i++) {
      tree.file(i, largest);
    }
    for (int i = 0; i < files / 50; i++) {
      Files.createSymbolicLink(tree.fresh(i), Path.of("file of " + i));
    }
    tree.date();
    return root;
  }

  private Path fresh(int number) {
    Path folder = folders.get(random.nextInt(folders.size()));
    String name = NAMES.get(random.nextInt(NAMES.size())) + " " + number;
    Path path = folder.resolve(name);
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? folder.resolve(name + " too") : path;
  }

  private void file(int number, int largest) throws IOException {
    Path file = fresh(number);
    int size = (int) (largest * Math.pow(random.nextDouble(), 6));
    if (number % 400 == 1) {
      sparse(file, size);
    } else {
      Files.write(file, bytes(number % 40 == 0 ? 0 : size));
    }
    String mode = MODES.get(random.nextInt(MODES.size()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    Files.setLastModifiedTime(file, time());
  }

  private void sparse(Path file, int size) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE)) {
      channel.position(1 << 20).write(ByteBuffer.wrap(bytes(size)));
      channel.position(channel.position() + (3 << 20)).write(ByteBuffer.wrap(bytes(1)));
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** From before 1970 until some years from now. */
  private FileTime time() {
    return FileTime.from(
        Instant.ofEpochSecond(
            random.nextLong(-100_000_000, 2_000_000_000), random.nextInt(1_000_000_000)));
  }

  /** Folders have the times of what was made in them last, until all is made. */
  private void date() throws IOException {
    for (Path folder : folders.reversed()) {
      Files.setLastModifiedTime(folder, time());
    }
  }

  /** Writes a file of random bytes that is too large for memory. */
  static Path large(Path file, long seed, long size) throws IOException {
    Random random = new Random(seed);
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = size; left > 0; left -= piece.length) {
        random.nextBytes(piece);
        out.write(piece, 0, (int) Math.min(left, piece.length));
      }
    }
    return file;
  }
}
