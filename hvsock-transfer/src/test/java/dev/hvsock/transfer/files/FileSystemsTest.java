package dev.hvsock.transfer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.hvsock.transfer.OptionsForTests;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Trees from every kind of file system to every other. */
class FileSystemsTest {
  private static final long SEED = Long.getLong("hvsock.seed", 20_261_121);

  @TempDir Path temp;

  /** The kinds, by whether they keep links. */
  private enum Kind {
    DISK(true),
    UNIX(true),
    OSX(true),
    WINDOWS(true),
    ZIP(false),
    POSIX_ZIP(false);

    private final boolean links;

    Kind(boolean links) {
      this.links = links;
    }

    boolean isZip() {
      return this == ZIP || this == POSIX_ZIP;
    }
  }

  @TestFactory
  List<DynamicTest> treesArriveAsTheyWere() {
    return List.of(Kind.values()).stream()
        .flatMap(
            from ->
                List.of(Kind.values()).stream()
                    .map(to -> DynamicTest.dynamicTest(from + " to " + to, () -> copy(from, to))))
        .toList();
  }

  private void copy(Kind from, Kind to) throws IOException {
    Path scratch = Files.createTempDirectory(temp, "pair");
    FileSystem source = open(from, scratch.resolve("from.zip"));
    FileSystem target = open(to, scratch.resolve("to.zip"));
    try {
      Path there = root(source, scratch, "from");
      Path here = root(target, scratch, "to");
      RandomTree.fill(there.resolve("tree"), SEED, from.links && to.links);
      Copy copy = Copy.of(List.of(there.resolve("tree")), here, OptionsForTests.receive());
      assertEquals(Map.of(), copy.notTaken, () -> "seed " + SEED);
      assertFalse(copy.taken.isEmpty());
      assertEquals(
          List.of(),
          Snapshot.differences(comparable(there, here), comparable(here, there)),
          () -> "seed " + SEED);
      if (to.isZip()) {
        target.close();
        target = open(to, scratch.resolve("to.zip"));
      }
      Copy again =
          Copy.of(
              List.of(there.resolve("tree")),
              root(target, scratch, "to"),
              OptionsForTests.receive());
      assertEquals(List.of(), again.taken);
      assertEquals(List.of(), again.keptForOtherReasons());
    } finally {
      close(source);
      close(target);
    }
  }

  /** Modes are compared where both ends have some; Java keeps milliseconds of those in a ZIP. */
  private static Map<String, String> comparable(Path folder, Path other) throws IOException {
    boolean modes =
        Attributes.arePosix(folder.getFileSystem()) && Attributes.arePosix(other.getFileSystem());
    Map<String, String> found = Snapshot.of(folder, ChronoUnit.MILLIS);
    found.replaceAll((_, text) -> text.replace('\\', '/'));
    if (!modes) {
      found.replaceAll((_, text) -> text.replaceFirst("\\[[0-7]*\\]", ""));
    }
    return found;
  }

  private static FileSystem open(Kind kind, Path zip) throws IOException {
    Configuration unix =
        Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix", "unix")
            .build();
    return switch (kind) {
      case DISK -> FileSystems.getDefault();
      case UNIX -> Jimfs.newFileSystem(unix);
      case OSX -> Jimfs.newFileSystem(Configuration.osX());
      case WINDOWS -> Jimfs.newFileSystem(Configuration.windows());
      case ZIP -> FileSystems.newFileSystem(zip, Map.of("create", "true"));
      case POSIX_ZIP ->
          FileSystems.newFileSystem(
              zip, Map.of("create", "true", "enablePosixFileAttributes", "true"));
    };
  }

  private static Path root(FileSystem files, Path scratch, String name) {
    return files.equals(FileSystems.getDefault())
        ? scratch.resolve(name)
        : files.getRootDirectories().iterator().next().resolve(name);
  }

  private static void close(FileSystem files) throws IOException {
    if (!files.equals(FileSystems.getDefault())) {
      files.close();
    }
  }
}
