package dev.hvsock.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundPathTest {
  private static final FileTime BOUND = FileTime.from(Instant.parse("2026-01-01T10:00:00Z"));
  private static final FileTime LATER = FileTime.from(Instant.parse("2026-01-01T10:00:02Z"));

  @TempDir Path folder;

  private static BoundPath bound(Path path) {
    return BoundPath.of(path).orElseThrow();
  }

  @Test
  void whatWasBoundIsRemovedOnceAndNothingElseIsMissed() throws Exception {
    Path path = Files.createFile(folder.resolve("s"));
    BoundPath bound = bound(path);
    bound.remove();
    assertFalse(Files.exists(path));
    bound.remove();
  }

  @Test
  void anotherFileOfThatNameStays() throws Exception {
    Path path = Files.createFile(folder.resolve("s"));
    BoundPath bound = bound(path);
    Path kept = Files.createFile(folder.resolve("kept")); // so that its number is not given again
    Files.delete(path);
    Files.move(kept, path);
    bound.remove();
    assertTrue(Files.exists(path));
  }

  @Test
  void aLinkToWhatWasBoundStays() throws Exception {
    Path path = Files.createFile(folder.resolve("s"));
    BoundPath bound = bound(path);
    Path moved = Files.move(path, folder.resolve("moved"));
    Files.createSymbolicLink(path, moved);
    bound.remove();
    assertTrue(Files.isSymbolicLink(path));
    assertTrue(Files.exists(moved));
  }

  /** As on Windows; this file system is one of the JDK that tells no key either. */
  @Test
  void withoutAKeyTheTimesTellFilesApart() throws Exception {
    Path zip = folder.resolve("files.zip");
    try (FileSystem keyless = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path path = keyless.getPath("/s");
      create(path, BOUND);
      assertNull(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
      BoundPath bound = bound(path);
      Files.delete(path);
      create(path, LATER);
      bound.remove();
      assertEquals(LATER, Files.getLastModifiedTime(path));
      BoundPath later = bound(path);
      later.remove();
      assertFalse(Files.exists(path));
    }
  }

  private static void create(Path path, FileTime written) throws IOException {
    Files.createFile(path);
    Files.setLastModifiedTime(path, written);
  }

  @Test
  void namesThatAreNoFilesAreNotRemoved() {
    assertTrue(BoundPath.of(UnixAddress.abstractName("s")).isEmpty());
    assertTrue(BoundPath.of(new UnixAddress("")).isEmpty());
    assertTrue(BoundPath.of(UnixAddress.of(folder.resolve("nothing there"))).isEmpty());
  }
}
