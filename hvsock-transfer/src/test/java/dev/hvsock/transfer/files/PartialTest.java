package dev.hvsock.transfer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.transfer.files.TroubledFiles.Deed;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a temporary name that could not be had. */
class PartialTest {
  @TempDir Path temp;

  /** It has been locked by then, under a name that this JVM's other transfers are kept off. */
  @Test
  void aLookThatFailsAfterLockingLeavesNothingOpenLockedOrHeld() throws IOException {
    FileSystemException trouble = new FileSystemException("the disk is on fire");
    boolean[] burning = {true};
    Path folder =
        TroubledFiles.over(
            temp,
            (deed, _) -> {
              if (deed == Deed.LOOK && burning[0]) {
                throw trouble;
              }
            });
    Path name = folder.resolve("file");
    Path path = folder.resolve(Names.partial("file"));
    for (int i = 0; i < 3; i++) {
      Files.deleteIfExists(path);
      assertSame(trouble, assertThrows(IOException.class, () -> Partial.write(name, path)));
      assertEquals(List.of(), open());
    }
    burning[0] = false;
    try (Partial partial = Partial.write(name, path)) {
      assertSame(path, partial.path());
      assertEquals(1, open().size());
    }
    assertEquals(List.of(), open());
  }

  /** The files in the folder that this process has open. */
  private List<Path> open() throws IOException {
    Path real = temp.toRealPath();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.map(PartialTest::target).filter(file -> file.startsWith(real)).toList();
    }
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      return descriptor; // that of the listing itself
    }
  }
}
