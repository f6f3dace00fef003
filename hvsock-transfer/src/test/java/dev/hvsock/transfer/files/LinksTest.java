package dev.hvsock.transfer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.OptionsForTests;
import dev.hvsock.transfer.Overwrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links stay links, and lead nowhere that the tree is not. */
class LinksTest {
  private static final long SEED = Long.getLong("hvsock.seed", 6);

  @TempDir Path temp;
  private Path outside;
  private Path folder;

  @BeforeEach
  void makeFolders() throws IOException {
    outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("file"), "precious");
    folder = Files.createDirectory(temp.resolve("folder"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, a, true",
    "0, a/b, true",
    "0, ./a//b/, true",
    "0, ., true",
    "0, .., false",
    "0, ../a, false",
    "1, ../a, true",
    "1, .././a, true",
    "1, ../.., false",
    "3, ../../.., true",
    "3, ../../../.., false",
    "3, a/.., false",
    "3, a/../b, false",
    "3, ../a/../b, false",
    "0, /etc, false",
    "0, //a, false",
    "3, ./../../../.., false"
  })
  void aTargetIsRelativeAndGoesUpNoFurtherThanItsTree(int depth, String target, boolean allowed) {
    FileSystem files = FileSystems.getDefault();
    assertEquals(allowed, LinkTarget.refusal(files, depth, target).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"a\\..\\..\\b", "C:\\x", "C:x", "\\x", "a:b", "\\\\host\\share"})
  void whatWindowsTakesForAnotherTargetIsRefused(String target) throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
      assertTrue(LinkTarget.refusal(files, 5, target).isPresent());
      assertTrue(LinkTarget.refusal(files, 5, "../a/b").isEmpty());
    }
  }

  @Test
  void noChainOfLinksLeavesTheFolder() throws IOException {
    Random random = new Random(SEED);
    int resolved = 0;
    for (int round = 0; round < 60; round++) {
      Path here = Files.createDirectory(folder.resolve("round" + round));
      Offer offer = linkedTree(random);
      offer.receive(here, OptionsForTests.receive());
      for (Entry entry : offer.entries()) {
        resolved += checkInside(here, here.resolve(entry.path())) ? 1 : 0;
      }
    }
    assertTrue(resolved > 100, "links that lead somewhere: " + resolved);
  }

  private static Offer linkedTree(Random random) {
    Offer offer = new Offer();
    List<String> folders = new ArrayList<>(List.of(""));
    for (String name : List.of("a", "b", "c", "d")) {
      String path = folders.get(random.nextInt(folders.size())) + name;
      offer.folder(path);
      folders.add(path + "/");
    }
    for (int i = 0; i < 30; i++) {
      offer.link(folders.get(random.nextInt(folders.size())) + "l" + i, target(random));
    }
    return offer;
  }

  private static String target(Random random) {
    List<String> names = List.of("..", "..", "a", "b", "c", "d", ".", "l3", "l7", "l11", "l12");
    StringBuilder target = new StringBuilder("..");
    for (int i = random.nextInt(5); i >= 0; i--) {
      target.append('/').append(names.get(random.nextInt(names.size())));
    }
    return random.nextBoolean() ? target.toString() : target.substring(3);
  }

  private static boolean checkInside(Path root, Path link) {
    try {
      Path real = link.toRealPath();
      assertTrue(real.startsWith(root.toRealPath()), () -> "seed " + SEED + ": " + link);
      return Files.isSymbolicLink(link);
    } catch (IOException e) {
      return false; // it was refused, or leads nowhere, or in a circle
    }
  }

  @Test
  void aLinkThatWasThereIsNoFolderToWriteInto() throws IOException {
    Files.createSymbolicLink(folder.resolve("d"), outside);
    Map<String, String> before = Snapshot.of(outside);
    Offer offer = new Offer().folder("d").file("d/file", "evil").folder("d/e").link("d/l", "x");
    for (Overwrite overwrite : Overwrite.values()) {
      Map<String, String> notTaken =
          offer.receive(folder, OptionsForTests.receive().overwrite(overwrite).resume(true));
      assertEquals(Set.of("d", "d/file", "d/e", "d/l"), notTaken.keySet());
      assertEquals("REFUSED: a link has this name here", notTaken.get("d"));
    }
    assertEquals(before, Snapshot.of(outside));
    assertTrue(Files.isSymbolicLink(folder.resolve("d")));
  }

  @Test
  void aFolderThatBecameALinkSinceItWasLookedAtIsNotWrittenInto() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Offer offer = new Offer().folder("d").file("d/f", "").folder("e").link("d/l", "x");
    try (Destination destination = Destination.open(folder, OptionsForTests.receive())) {
      destination.plan(offer.entries(), false);
      Files.delete(folder.resolve("d"));
      Files.createSymbolicLink(folder.resolve("d"), outside);
      Files.createSymbolicLink(folder.resolve("e"), outside);
      destination.makeFolders();
      assertThrows(IOException.class, () -> destination.begin(1, 0));
      assertThrows(IOException.class, () -> destination.take(1, ByteBuffer.allocate(0)));
      assertEquals(
          List.of(0, 2, 3), destination.finish().stream().map(Failure::index).sorted().toList());
    }
    assertEquals(Set.of("file"), Snapshot.of(outside).keySet());
  }

  @Test
  void aLinkInTheWayOfAFileIsReplacedAsALinkIfAtAll() throws IOException {
    Files.createSymbolicLink(folder.resolve("file"), outside.resolve("file"));
    Offer offer = new Offer().file("file", "evil");
    assertEquals(
        Map.of("file", "EXISTS: it is there already"),
        offer.receive(folder, OptionsForTests.receive()));
    assertTrue(Files.isSymbolicLink(folder.resolve("file")));
    assertEquals(
        Map.of(), offer.receive(folder, OptionsForTests.receive().overwrite(Overwrite.ALWAYS)));
    assertTrue(Files.isRegularFile(folder.resolve("file"), LinkOption.NOFOLLOW_LINKS));
    assertEquals("precious", Files.readString(outside.resolve("file")));
  }

  @Test
  void aLinkUnderATemporaryNameIsNotWrittenThrough() throws IOException {
    Files.createSymbolicLink(folder.resolve(Names.partial("file")), outside.resolve("file"));
    Files.createSymbolicLink(folder.resolve(Names.link("link")), outside.resolve("file"));
    Offer offer = new Offer().file("file", "evil").link("link", "file");
    assertEquals(
        Set.of("file"), offer.receive(folder, OptionsForTests.receive().resume(true)).keySet());
    assertEquals("precious", Files.readString(outside.resolve("file")));
    assertEquals(Path.of("file"), Files.readSymbolicLink(folder.resolve("link")));
    assertFalse(Files.exists(folder.resolve(Names.link("link")), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void linksFollowTheOverwriteRule() throws IOException {
    Files.createSymbolicLink(folder.resolve("same"), Path.of("a"));
    Files.createSymbolicLink(folder.resolve("other"), Path.of("a"));
    Files.writeString(folder.resolve("file"), "text");
    Files.createDirectory(folder.resolve("folder"));
    Offer offer =
        new Offer().link("same", "a").link("other", "b").link("file", "b").link("folder", "b");
    assertEquals(
        Set.of("other", "file", "folder"),
        offer.receive(folder, OptionsForTests.receive()).keySet());
    assertEquals(
        Map.of("folder", "REFUSED: a folder has this name here"),
        offer.receive(folder, OptionsForTests.receive().overwrite(Overwrite.ALWAYS)));
    assertEquals(Path.of("b"), Files.readSymbolicLink(folder.resolve("other")));
    assertEquals(Path.of("b"), Files.readSymbolicLink(folder.resolve("file")));
  }

  @Test
  void aLinkKeepsItsTime() throws IOException {
    new Offer().link("link", "nowhere").receive(folder, OptionsForTests.receive());
    assertEquals(
        Offer.TIME,
        Files.getLastModifiedTime(folder.resolve("link"), LinkOption.NOFOLLOW_LINKS).toInstant());
  }
}
