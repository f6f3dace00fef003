package dev.hvsock.transfer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.transfer.OptionsForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees of this machine's own file system. */
class TreesTest {
  @TempDir Path temp;

  @Test
  void aTreeArrivesAsItWas() throws IOException {
    Path source = temp.resolve("from/tree");
    Files.createDirectories(source.resolve("empty"));
    Files.writeString(source.resolve("a file"), "text");
    Files.createFile(source.resolve("nothing"));
    Files.createSymbolicLink(source.resolve("empty/link"), Path.of("../a file"));
    Files.writeString(source.resolve("ünïcode 😀 \n\t"), "odd");
    Files.setPosixFilePermissions(
        source.resolve("a file"), PosixFilePermissions.fromString("r--rwx-w-"));
    Files.setPosixFilePermissions(
        source.resolve("empty"), PosixFilePermissions.fromString("r-xr-xr-x"));
    Instant time = Instant.parse("2001-02-03T04:05:06.123456789Z");
    Files.setLastModifiedTime(source.resolve("empty"), FileTime.from(time));
    Files.setLastModifiedTime(source.resolve("a file"), FileTime.from(time));

    Copy copy = Copy.of(List.of(source), temp.resolve("to/deep"), OptionsForTests.receive());

    assertEquals(Map.of(), copy.notTaken);
    assertEquals(Snapshot.of(temp.resolve("from")), Snapshot.of(temp.resolve("to/deep")));
  }
}
