package dev.hvsock.transfer.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.hvsock.transfer.OptionsForTests;
import dev.hvsock.transfer.Overwrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of files that are there. */
class OverwriteTest {
  @TempDir Path temp;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.writeString(temp.resolve("file"), "old");
    Files.setLastModifiedTime(file, FileTime.from(Offer.TIME));
  }

  @ParameterizedTest
  @CsvSource({
    "NEVER, 1, false",
    "NEVER, -1, false",
    "OLDER, 1, true",
    "OLDER, -1, false",
    "OLDER, 0, false",
    "ALWAYS, 1, true",
    "ALWAYS, -1, true",
    "ALWAYS, 0, true"
  })
  void theRuleSaysIfItIsReplaced(Overwrite rule, int newer, boolean replaced) throws IOException {
    Offer offer = new Offer().file("file", "newer", Offer.TIME.plusNanos(newer), 0600);
    Map<String, String> notTaken = offer.receive(temp, OptionsForTests.receive().overwrite(rule));
    assertEquals(replaced, notTaken.isEmpty());
    assertEquals(replaced ? "newer" : "old", Files.readString(file));
  }

  @ParameterizedTest
  @EnumSource
  void theSameSizeAndTimeIsTheSameFile(Overwrite rule) throws IOException {
    Offer offer = new Offer().file("file", "new");
    assertEquals(
        Map.of("file", "SAME: same size and time"),
        offer.receive(temp, OptionsForTests.receive().overwrite(rule)));
    assertEquals("old", Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource({
    "05.678901234, SAME", "05.678901200, SAME", "05.678901000, SAME", "05.678000000, SAME",
    "05.670000000, SAME", "05.000000000, SAME", "04.000000000, EXISTS", "05.678901235, EXISTS",
    "05.678901233, EXISTS", "06.000000000, EXISTS", "05.600000000, EXISTS"
  })
  void aTimeThatACoarserFileSystemKeptIsTheSame(String seconds, String expected)
      throws IOException {
    Instant kept = Instant.parse("2020-01-02T03:04:" + seconds + "Z");
    Files.setLastModifiedTime(file, FileTime.from(kept));
    String reason =
        new Offer().file("file", "new").receive(temp, OptionsForTests.receive()).get("file");
    assertTrue(String.valueOf(reason).startsWith(expected), () -> seconds + ": " + reason);
  }

  @ParameterizedTest
  @EnumSource
  void aFolderIsNeverReplaced(Overwrite rule) throws IOException {
    Files.createDirectory(temp.resolve("folder"));
    Files.createDirectories(temp.resolve("full/of"));
    Offer offer = new Offer().file("folder", "text").file("full", "text").folder("file");
    assertEquals(
        Map.of(
            "folder", "REFUSED: a folder has this name here",
            "full", "REFUSED: a folder has this name here",
            "file", "REFUSED: something that is no folder has this name here"),
        offer.receive(temp, OptionsForTests.receive().overwrite(rule)));
    assertTrue(Files.isDirectory(temp.resolve("folder")));
    assertEquals("old", Files.readString(file));
  }

  @Test
  void theRuleIsAskedAgainWhenTheFileHasCome() throws IOException {
    Offer offer = new Offer().file("late", "text").file("small", "text").file("folder", "text");
    try (Destination destination = Destination.open(temp, OptionsForTests.receive())) {
      destination.plan(offer.entries(), false);
      destination.makeFolders();
      try (Arrival arrival = destination.begin(0, 0)) {
        arrival.write(ByteBuffer.wrap("text".getBytes(UTF_8)));
        Files.writeString(temp.resolve("late"), "by somebody else");
        assertEquals(
            "it is there already",
            Reasons.of(assertThrows(FileSystemException.class, arrival::take)));
      }
      Files.writeString(temp.resolve("small"), "by somebody else");
      ByteBuffer bytes = ByteBuffer.wrap("text".getBytes(UTF_8));
      assertThrows(FileSystemException.class, () -> destination.take(1, bytes));
      Files.createDirectory(temp.resolve("folder"));
      assertThrows(FileSystemException.class, () -> destination.take(2, bytes.rewind()));
    }
    assertEquals("by somebody else", Files.readString(temp.resolve("late")));
    assertEquals("by somebody else", Files.readString(temp.resolve("small")));
    assertEquals(
        List.of("file", "folder", "late", "small"), Snapshot.of(temp).keySet().stream().toList());
  }

  /**
   * Takes two files, one of each kind, when these names have come to be there since they were
   * planned.
   *
   * @return for how many of them there was something else
   */
  private static int takeAfter(Path folder, Overwrite rule, String late, String small)
      throws IOException {
    Offer offer = new Offer().file("late", "text").file("small", "text");
    int refused = 0;
    try (Destination destination =
        Destination.open(folder, OptionsForTests.receive().overwrite(rule))) {
      destination.plan(offer.entries(), false);
      destination.makeFolders();
      for (String name : List.of(late, small)) {
        Path path = Files.writeString(folder.resolve(name), "another");
        Files.setLastModifiedTime(path, FileTime.from(Offer.TIME.minusSeconds(10)));
      }
      try (Arrival arrival = destination.begin(0, 0)) {
        arrival.write(offer.bytes(0));
        arrival.take();
      } catch (FileSystemException e) {
        refused++;
      }
      try {
        destination.take(1, offer.bytes(1));
      } catch (FileSystemException e) {
        refused++;
      }
    }
    return refused;
  }

  /** It may be a file of the same transfer, by a short name that the file system has given it. */
  @ParameterizedTest
  @EnumSource
  void whatWasNotThereBeforeUnderAnotherNameIsNotReplaced(Overwrite rule) throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.osX())) {
      Path folder = Files.createDirectory(files.getPath("/in"));
      assertEquals(2, takeAfter(folder, rule, "LATE", "SMALL"));
      assertEquals("another", Files.readString(folder.resolve("LATE")));
      assertEquals("another", Files.readString(folder.resolve("SMALL")));
      assertEquals(List.of("LATE", "SMALL"), Snapshot.of(folder).keySet().stream().toList());
    }
  }

  /** Another transfer may have brought it. */
  @ParameterizedTest
  @CsvSource({"NEVER, 2, another", "OLDER, 0, text", "ALWAYS, 0, text"})
  void whatHasComeByTheSameNameIsAsTheRuleSays(Overwrite rule, int refused, String text)
      throws IOException {
    assertEquals(refused, takeAfter(temp, rule, "late", "small"));
    assertEquals(text, Files.readString(temp.resolve("late")));
    assertEquals(text, Files.readString(temp.resolve("small")));
  }

  /** Names that are there side by side need not be tried out, which would change the folder. */
  @Test
  void aTransferThatBringsNothingChangesNoFolder() throws IOException {
    Offer offer =
        new Offer()
            .folder("folder")
            .file("folder/Name", "1")
            .file("folder/name", "2")
            .file("folder/a:b", "3");
    assertEquals(Map.of(), offer.receive(temp, OptionsForTests.receive()));
    FileTime time = FileTime.from(Instant.parse("2011-01-01T00:00:00Z"));
    Files.setLastModifiedTime(temp.resolve("folder"), time);
    offer.receive(temp, OptionsForTests.receive());
    assertEquals(time, Files.getLastModifiedTime(temp.resolve("folder")));
  }

  @Test
  void aFolderThatWasThereKeepsModeAndTimeUnlessOverwritingOrResuming() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("folder"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xrwxrwx"));
    FileTime time = FileTime.from(Instant.parse("2011-01-01T00:00:00Z"));
    Files.setLastModifiedTime(folder, time);
    Offer offer = new Offer().folder("folder");
    offer.receive(temp, OptionsForTests.receive());
    assertEquals(time, Files.getLastModifiedTime(folder));
    assertEquals("r-xrwxrwx", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    offer.file("folder/file", "text").receive(temp, OptionsForTests.receive().resume(true));
    assertEquals(FileTime.from(Offer.TIME), Files.getLastModifiedTime(folder));
    assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
  }
}
