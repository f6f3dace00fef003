package dev.hvsock.transfer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import dev.hvsock.transfer.OptionsForTests;
import dev.hvsock.transfer.TransferRefusedException;
import dev.hvsock.transfer.TransferReport.NotTaken;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is offered, and what is left out of it by name. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SourceTest {
  @TempDir Path temp;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectories(temp.resolve("root"));
    Files.createDirectories(root.resolve("folder/inner"));
    Files.writeString(root.resolve("folder/file"), "text");
    Files.writeString(root.resolve("top"), "text");
    Files.createSymbolicLink(root.resolve("link"), Path.of("folder"));
  }

  private static List<String> paths(SourceTree tree) {
    return tree.entries().stream().map(Entry::path).toList();
  }

  private static void run(Path folder, String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).directory(folder.toFile()).start().waitFor());
  }

  @Test
  void foldersComeBeforeWhatIsInThemAndLinksAreNotFollowed() throws IOException {
    SourceTree tree = SourceTree.of(List.of(root));
    assertEquals(
        List.of(
            "root",
            "root/folder",
            "root/folder/file",
            "root/folder/inner",
            "root/link",
            "root/top"),
        paths(tree));
    Entry link = tree.entries().get(4);
    assertEquals(Kind.LINK, link.kind());
    assertEquals("folder", link.target());
    assertEquals(8, tree.bytes());
  }

  @Test
  void aSourceWithoutANameStandsForWhatIsInIt() throws IOException {
    List<String> all = List.of("folder", "folder/file", "folder/inner", "link", "top");
    assertEquals(all, paths(SourceTree.of(List.of(root.resolve(".")))));
    assertEquals(all, paths(SourceTree.of(List.of(root.resolve("folder/..")))));
    assertEquals(List.of("link"), paths(SourceTree.of(List.of(root.resolve("link")))));
    SourceTree.of(List.of(root.resolve("."))).open(1).close();
  }

  @Test
  void twoSourcesOfOneNameAreRefused() throws IOException {
    Files.writeString(root.resolve("folder/top"), "other");
    List<Path> sources = List.of(root.resolve("top"), root.resolve("folder/top"));
    String message =
        assertThrows(TransferRefusedException.class, () -> SourceTree.of(sources)).getMessage();
    assertTrue(String.valueOf(message).contains("called top"), message);
    assertThrows(NoSuchFileException.class, () -> SourceTree.of(List.of(root.resolve("missing"))));
  }

  @Test
  void aServedPathIsFoundWithoutFollowingLinks() throws IOException {
    assertEquals(
        List.of("file", "top"), paths(SourceTree.served(root, List.of("folder/file", "top"))));
    assertEquals(
        List.of("folder", "folder/file", "folder/inner"),
        paths(SourceTree.served(root, List.of("folder"))));
    assertEquals(5, SourceTree.served(root, List.of("")).entries().size());
    assertEquals(List.of("link"), paths(SourceTree.served(root, List.of("link"))));
    for (String path : List.of("link/file", "top/file", "missing", "folder/missing", "a/b/c")) {
      assertThrows(
          TransferRefusedException.class, () -> SourceTree.served(root, List.of(path)), path);
    }
  }

  @Test
  void aListingIsOfOneLevel() throws IOException {
    assertEquals(List.of("folder", "link", "top"), paths(SourceTree.listed(root, "")));
    assertEquals(List.of("file", "inner"), paths(SourceTree.listed(root, "folder")));
    assertEquals(List.of("file"), paths(SourceTree.listed(root, "folder/file")));
    assertEquals(List.of("link"), paths(SourceTree.listed(root, "link")));
    assertThrows(TransferRefusedException.class, () -> SourceTree.listed(root, "link/inner"));
  }

  @Test
  void specialFilesAreLeftOutByName() throws Exception {
    run(root, "mkfifo", "pipe");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(root.resolve("socket")));
      SourceTree tree = SourceTree.of(List.of(root));
      assertEquals(
          List.of(
              new NotTaken("root/pipe", "a pipe is not sent"),
              new NotTaken("root/socket", "a socket is not sent")),
          tree.refused());
      assertEquals(6, tree.entries().size());
    }
    assertThrows(TransferRefusedException.class, () -> SourceTree.served(root, List.of("pipe")));
    assertEquals("a device", SpecialFile.name(Path.of("/dev/null")));
  }

  /** To open a pipe would wait for ever. */
  @Test
  void aFileThatHasBecomeAPipeIsNotOpened() throws Exception {
    Path file = Files.writeString(root.resolve("top"), "");
    SourceTree tree = SourceTree.of(List.of(file));
    FileTime time = Files.getLastModifiedTime(file);
    Files.delete(file);
    run(root, "mkfifo", "top");
    run(root, "touch", "-d", time.toString(), "top");
    assertEquals(time, Files.getLastModifiedTime(file));
    assertThrows(IOException.class, () -> tree.open(0));
  }

  @Test
  void aFileThatHasBecomeALinkOrIsGoneIsNotOpened() throws Exception {
    SourceTree tree = SourceTree.of(List.of(root.resolve("top")));
    Files.delete(root.resolve("top"));
    assertThrows(IOException.class, () -> tree.open(0));
    Files.createSymbolicLink(root.resolve("top"), root.resolve("folder/file"));
    assertThrows(IOException.class, () -> tree.open(0));
  }

  @Test
  void aFileThatChangesWhileItIsSentIsFoundOut() throws IOException {
    SourceTree tree = SourceTree.of(List.of(root.resolve("top")));
    try (SourceFile file = tree.open(0)) {
      file.checkUnchanged();
      ByteBuffer buffer = ByteBuffer.allocate(10);
      file.position(2);
      assertEquals(2, file.read(buffer));
      assertEquals(-1, file.read(buffer));
      Files.writeString(root.resolve("top"), "longer text");
      assertThrows(IOException.class, file::checkUnchanged);
    }
    assertThrows(IOException.class, () -> tree.open(0));
  }

  @Test
  void namesThatAreNotUnicodeAreLeftOutByName() throws Exception {
    run(root, "sh", "-c", "touch \"$(printf 'bad\\377name')\"; ln -s \"$(printf '\\376')\" toBad");
    SourceTree tree = SourceTree.of(List.of(root));
    assertEquals(
        List.of("root/bad\ufffdname", "root/toBad"),
        tree.refused().stream().map(NotTaken::path).toList());
    assertEquals(6, tree.entries().size());
  }

  @Test
  void filesOnTheirWayAreLeftOut() throws IOException {
    Files.writeString(root.resolve(Names.partial("top")), "te");
    SourceTree tree = SourceTree.of(List.of(root));
    assertEquals(6, tree.entries().size());
    assertEquals(List.of(), tree.refused());
    assertThrows(
        TransferRefusedException.class,
        () -> SourceTree.served(root, List.of(Names.partial("top"))));
  }

  @Test
  void whatLiesTooDeepIsLeftOutByName() throws IOException {
    Path deep = root;
    for (int i = 0; i < 105; i++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    SourceTree tree = SourceTree.of(List.of(root));
    assertEquals(1, tree.refused().size());
    assertEquals(6 + 99, tree.entries().size());
    assertEquals(
        Map.of(tree.refused().getFirst().path(), "it is in too many folders"),
        Copy.of(tree, temp.resolve("to"), OptionsForTests.receive()).notTaken);
  }

  @Test
  void whatMayNotBeReadIsLeftOutByName() throws IOException {
    Files.setPosixFilePermissions(
        root.resolve("folder/inner"), PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(
        root.resolve("top"), PosixFilePermissions.fromString("-w-------"));
    boolean readsAll = Files.isReadable(root.resolve("top")); // as root does
    Copy copy = Copy.of(List.of(root), temp.resolve("to"), OptionsForTests.receive());
    assertEquals(
        readsAll
            ? Map.of()
            : Map.of(
                "root/folder/inner", "permission denied", "root/top", "FAILED: permission denied"),
        copy.notTaken);
    assertEquals(readsAll, Files.exists(temp.resolve("to/root/folder/inner")));
  }
}
