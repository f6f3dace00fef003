package dev.hvsock.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hvsock.transfer.TestVector.Said;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** What the entries of a test vector are about, as it is in a folder. */
final class VectorFolder {
  private static final byte[] HELLO = "Hello, guest!".getBytes(UTF_8);
  private static final byte[] POEM = "the first half, the second half".getBytes(UTF_8);
  private static final byte[] REST = "the end".getBytes(UTF_8);
  private static final int HOLE = 100_000;

  private VectorFolder() {}

  /** The entries that are offered in a vector. */
  static List<Entry> entries(TestVector vector) {
    List<Entry> entries = new ArrayList<>();
    for (Said said : vector.said()) {
      if (said.name().equals("ENTRY")) {
        entries.add(entry(ByteBuffer.wrap(said.bytes()).position(5)));
      }
    }
    return entries;
  }

  private static Entry entry(ByteBuffer in) {
    char kind = (char) in.get();
    int mode = in.getShort() & 0xffff;
    Instant modified = Instant.ofEpochSecond(in.getLong(), in.getInt());
    long size = in.getLong();
    String path = string(in);
    return new Entry(
        kind == 'f' ? Entry.Kind.FILE : kind == 'd' ? Entry.Kind.FOLDER : Entry.Kind.LINK,
        path,
        size,
        modified,
        mode == 0xffff ? OptionalInt.empty() : OptionalInt.of(mode),
        string(in));
  }

  private static String string(ByteBuffer in) {
    byte[] text = new byte[in.getShort()];
    in.get(text);
    return new String(text, UTF_8);
  }

  /** The bytes of a file: the vectors know four, which their sizes tell apart. */
  static byte[] content(Entry file) {
    return switch ((int) file.size()) {
      case 0 -> new byte[0];
      case 13 -> HELLO;
      case 31 -> POEM;
      case HOLE + 7 -> ByteBuffer.allocate(HOLE + 7).put(HOLE, REST).array();
      default -> throw new AssertionError(file);
    };
  }

  /** Makes all that is offered, in that folder. */
  static void make(List<Entry> entries, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Entry entry : entries) {
      Path path = folder.resolve(entry.path());
      switch (entry.kind()) {
        case FILE -> Files.write(path, content(entry));
        case FOLDER -> Files.createDirectory(path);
        case LINK -> Files.createSymbolicLink(path, Path.of(entry.target()));
      }
    }
    for (Entry entry : entries.reversed()) {
      Path path = folder.resolve(entry.path());
      if (entry.kind() == Entry.Kind.LINK) {
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .setTimes(FileTime.from(entry.modified()), null, null);
      } else {
        Files.setPosixFilePermissions(path, permissions(entry.mode().orElseThrow()));
        Files.setLastModifiedTime(path, FileTime.from(entry.modified()));
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    String bits = Integer.toBinaryString((1 << 9) | mode).substring(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      text.append(bits.charAt(i) == '1' ? "rwxrwxrwx".charAt(i) : '-');
    }
    return PosixFilePermissions.fromString(text.toString());
  }

  /** Leaves what an earlier transfer would have left of a file. */
  static void leavePartial(Path folder, String name, byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
    String hex = HexFormat.of().formatHex(digest).substring(0, 16);
    Files.write(folder.resolve(".hvsock-" + hex + ".partial"), bytes);
  }
}
