package dev.hvsock.transfer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import com.google.common.jimfs.PathType;
import dev.hvsock.transfer.OptionsForTests;
import dev.hvsock.transfer.files.TroubledFiles.Deed;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that a file system cannot hold, or does not keep apart. */
class NamesTest {
  private static final String COMPOSED = "\u00e9";
  private static final String DECOMPOSED = "e\u0301";

  /** A kernel's FAT on this machine's disk. */
  private static final TroubledFiles.Trouble FAT =
      new TroubledFiles.Trouble() {
        @Override
        public void before(Deed deed, Path path) throws IOException {
          if (deed == Deed.MAKE && path.toString().matches(".*[:?\t].*")) {
            throw new FileSystemException(path.toString(), null, "Invalid argument");
          }
        }

        @Override
        public Path named(Path path) {
          return path.resolveSibling(path.getFileName().toString().replaceFirst("\\.+$", ""));
        }
      };

  @TempDir Path temp;

  /** Folds case, and the forms of Unicode, as NTFS and APFS do together. */
  private static FileSystem folding() {
    return Jimfs.newFileSystem(
        Configuration.builder(PathType.unix())
            .setRoots("/")
            .setWorkingDirectory("/work")
            .setAttributeViews("basic")
            .setSupportedFeatures(Feature.SYMBOLIC_LINKS)
            .setNameCanonicalNormalization(PathNormalization.NFD, PathNormalization.CASE_FOLD_ASCII)
            .build());
  }

  @Test
  void whereAllIsKeptApartAllIsTaken() throws IOException {
    Offer offer =
        new Offer()
            .file("a", "1")
            .file("A", "2")
            .file(COMPOSED, "3")
            .file(DECOMPOSED, "4")
            .file("a.", "5")
            .file("con", "6")
            .file("a\\b", "7")
            .file("a\u200b", "8")
            .folder("d")
            .folder("D")
            .file("D/f", "9");
    assertEquals(Map.of(), offer.receive(temp, OptionsForTests.receive()));
    assertEquals(11, Snapshot.of(temp).size());
    assertEquals("2", Files.readString(temp.resolve("A")));
    assertEquals("7", Files.readString(temp.resolve("a\\b")));
  }

  @Test
  void whatIsNotKeptApartIsRefusedButForTheFirst() throws IOException {
    try (FileSystem files = folding()) {
      Path folder = Files.createDirectory(files.getPath("/to"));
      Offer offer =
          new Offer()
              .file("a", "1")
              .file("A", "2")
              .file(COMPOSED, "3")
              .file(DECOMPOSED, "4")
              .folder("d")
              .folder("D")
              .file("D/f", "5")
              .file("d/x", "6")
              .file("d/X", "7")
              .file("a.", "8")
              .link("Ä", "a")
              .file("ä", "9");
      Map<String, String> notTaken = offer.receive(folder, OptionsForTests.receive());
      assertEquals(Set.of("A", DECOMPOSED, "D", "D/f", "d/X", "ä"), notTaken.keySet());
      assertEquals(
          "REFUSED: this file system does not keep its name apart from a", notTaken.get("A"));
      assertEquals("1", Files.readString(folder.resolve("a")));
      assertEquals("8", Files.readString(folder.resolve("a.")));
      assertEquals(Set.of("a", COMPOSED, "d", "d/x", "a.", "Ä"), Snapshot.of(folder).keySet());
    }
  }

  @Test
  void aFileOfAnotherSpellingIsNotHit() throws IOException {
    try (FileSystem files = folding()) {
      Path folder = Files.createDirectory(files.getPath("/to"));
      Files.writeString(folder.resolve("Readme"), "old");
      Files.createDirectory(folder.resolve("Docs"));
      Files.writeString(folder.resolve(DECOMPOSED), "old");
      Offer offer =
          new Offer()
              .file("README", "new")
              .folder("docs")
              .file("docs/f", "new")
              .file(COMPOSED, "new");
      Map<String, String> notTaken = offer.receive(folder, OptionsForTests.receive());
      assertEquals(Set.of("README", "docs", "docs/f", COMPOSED), notTaken.keySet());
      assertTrue(
          String.valueOf(notTaken.get("README")).startsWith("REFUSED: "), notTaken::toString);
      assertTrue(String.valueOf(notTaken.get(COMPOSED)).startsWith("EXISTS: "), notTaken::toString);
      assertEquals("old", Files.readString(folder.resolve("Readme")));
    }
  }

  /** As FAT's short names are known only when the long ones are there. */
  @Test
  void aFolderOfAnotherSpellingThatComesMeanwhileIsNotMergedWith() throws IOException {
    try (FileSystem files = folding()) {
      Path folder = Files.createDirectory(files.getPath("/to"));
      Offer offer = new Offer().folder("docs").folder("same");
      try (Destination destination = Destination.open(folder, OptionsForTests.receive())) {
        destination.plan(offer.entries(), false);
        Files.createDirectory(folder.resolve("Docs"));
        Files.createDirectory(folder.resolve("same"));
        destination.makeFolders();
        assertEquals(
            List.of(new Failure(0, "this file system takes another name here for the same")),
            destination.finish());
      }
    }
  }

  @Test
  void whatTheFileSystemCannotHoldIsRefusedBeforeItIsSent() throws IOException {
    Path folder = TroubledFiles.over(temp, FAT);
    Offer offer =
        new Offer()
            .file("a.", "1")
            .file("A", "2")
            .file("a:b", "3")
            .folder("why?")
            .file("why?/f", "4")
            .file("star*", "5")
            .folder("d")
            .file("d/tab\t", "6");
    Map<String, String> refused = new TreeMap<>();
    offer
        .planned(folder, OptionsForTests.receive())
        .forEach(
            (path, decision) -> {
              if (decision instanceof Decision.Kept kept) {
                refused.put(path, kept.reason());
              }
            });
    assertEquals(
        Map.of(
            "a.", "this file system leaves out how the name ends",
            "a:b", "this file system cannot hold such a name",
            "why?", "this file system cannot hold such a name",
            "why?/f", "the folder that it is in is not taken",
            "d/tab\t", "this file system cannot hold such a name"),
        refused);
    assertEquals(Map.of(), Snapshot.of(temp));
  }

  @Test
  void aRehearsalTriesNothingOut() throws IOException {
    try (FileSystem files = folding();
        Destination destination =
            Destination.open(files.getPath("/not/there"), OptionsForTests.receive())) {
      destination.plan(new Offer().file("a", "1").file("A", "2").entries(), true);
      assertFalse(Files.exists(files.getPath("/not")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "con",
        "CON",
        "nul.txt",
        "Aux",
        "com1",
        "LPT9.a.b",
        "com\u00b9",
        "conin$",
        "a.",
        "a ",
        "a\\b",
        "a:b",
        "C:",
        "a?",
        "a*",
        "a<b",
        "a|b",
        "..\\x",
        "\\",
        "a\"b",
        "x. . "
      })
  void whatWindowsTakesForSomethingElseIsRefused(String name) throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
      assertTrue(Names.refusal(files, name).isPresent());
      assertTrue(Names.refusal(FileSystems.getDefault(), name).isEmpty());
      Path folder = Files.createDirectory(files.getPath("C:\\to"));
      Map<String, String> notTaken =
          new Offer().file(name, "1").file("fine", "2").receive(folder, OptionsForTests.receive());
      assertEquals(Set.of(name), notTaken.keySet());
      assertEquals(Set.of("fine"), Snapshot.of(folder).keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"console", "com", "com10", "aux2", ".a", "nul-", "a. b", "~1", "LPT"})
  void whatWindowsHoldsIsTaken(String name) throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
      assertTrue(Names.refusal(files, name).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".hvsock-", ".hvsock-x", ".HVSOCK-x", ".hv\u200dsock-x", ".hvſock-x", "．hvsock-x"})
  void namesOfFilesOnTheirWayAreRefused(String name) throws IOException {
    Map<String, String> notTaken =
        new Offer()
            .file(name, "1")
            .folder("d")
            .folder("d/" + name)
            .receive(temp, OptionsForTests.receive());
    assertEquals(Set.of(name, "d/" + name), notTaken.keySet());
  }

  @Test
  void foldsAreGenerousAndNamesOnTheWayDiffer() {
    assertEquals(Fold.of("STRASSE"), Fold.of("straße"));
    assertEquals(Fold.of("ΣΊΣΥΦΟΣ"), Fold.of("σίσυφος"));
    assertEquals(Fold.of("ﬁle"), Fold.of("FILE"));
    assertEquals(Fold.of(COMPOSED), Fold.of(DECOMPOSED));
    assertEquals(Fold.of("a. ."), Fold.of("A"));
    assertNotEquals(Fold.of("a"), Fold.of("b"));
    assertNotEquals(Names.partial("a"), Names.partial("A"));
  }

  @Test
  void aNameThatIsTooLongForTheFileSystemIsRefusedAlone() throws IOException {
    Map<String, String> notTaken =
        new Offer()
            .file("ü".repeat(200), "1")
            .file("fine", "2")
            .receive(temp, OptionsForTests.receive());
    assertEquals(Set.of("ü".repeat(200)), notTaken.keySet());
  }
}
