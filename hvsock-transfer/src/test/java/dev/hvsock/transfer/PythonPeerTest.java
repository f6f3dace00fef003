package dev.hvsock.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import dev.hvsock.testing.Watchdog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The library and a peer that shares nothing with it but the document, both ways. */
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class PythonPeerTest {
  private static final int LARGE = 700_000;
  private static final int PRESENT = 300_001;

  @TempDir Path folder;
  private Path tree;
  private Path there;

  /** Who listens, and where. */
  enum Meeting {
    UNIX_LISTENING(true),
    UNIX_CONNECTING(false),
    TCP_LISTENING(true),
    TCP_CONNECTING(false);

    final boolean listening;

    Meeting(boolean listening) {
      this.listening = listening;
    }
  }

  @BeforeEach
  void makeTree() throws Exception {
    tree = folder.resolve("tree");
    there = folder.resolve("there");
    Files.createDirectories(tree.resolve("inner/gr\u00fc\u00dfe \ud83d\ude00"));
    Files.createDirectory(tree.resolve("empty folder"));
    Files.createFile(tree.resolve("inner/empty"));
    Files.writeString(tree.resolve("inner/gr\u00fc\u00dfe \ud83d\ude00/small"), "a few bytes");
    byte[] large = new byte[LARGE];
    new Random(7).nextBytes(large);
    Files.write(tree.resolve("large"), large);
    try (FileChannel holes =
        FileChannel.open(
            tree.resolve("holes"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      holes.write(ByteBuffer.wrap(large, 0, 100), 3 << 20);
      holes.write(ByteBuffer.wrap(large, 0, 100), 9 << 20);
    }
    Files.createSymbolicLink(tree.resolve("inner/link"), Path.of("../large"));
    Files.setPosixFilePermissions(
        tree.resolve("inner/empty"), PosixFilePermissions.fromString("rwx--x---"));
    FileTime time = FileTime.from(Instant.parse("2001-02-03T04:05:06.789012345Z"));
    Files.setLastModifiedTime(tree.resolve("large"), time);
    Files.setLastModifiedTime(tree.resolve("inner"), time);
  }

  @ParameterizedTest
  @EnumSource
  void pythonReceives(Meeting meeting) throws Exception {
    TransferReport report =
        meet(
            meeting,
            List.of(),
            List.of("receive", there.toString()),
            flow -> Transfer.send(flow, List.of(tree), options -> {}),
            "'taken': 9, 'not_taken': {}");
    assertEquals(9, report.taken());
    assertSame();
  }

  @ParameterizedTest
  @EnumSource
  void pythonSends(Meeting meeting) throws Exception {
    TransferReport report =
        meet(
            meeting,
            List.of(),
            List.of("send", tree.toString()),
            flow -> Transfer.receive(flow, there, options -> {}),
            "'taken': 9, 'not_taken': {}");
    assertEquals(9, report.taken());
    assertSame();
  }

  @Test
  void pythonGoesOnWithWhatItHas() throws Exception {
    leavePartial(true);
    TransferReport report =
        meet(
            Meeting.UNIX_LISTENING,
            List.of("--resume"),
            List.of("receive", there.toString()),
            flow -> Transfer.send(flow, List.of(tree), options -> {}),
            "'taken': 9");
    assertEquals(report.bytes() - PRESENT, report.moved());
    assertSame();
  }

  @Test
  void theLibraryGoesOnWithWhatItHas() throws Exception {
    leavePartial(true);
    TransferReport report = resumed();
    assertEquals(report.bytes() - PRESENT, report.moved());
    assertSame();
  }

  @Test
  void theLibraryBeginsAnewWhenPythonHasAnotherFile() throws Exception {
    leavePartial(false);
    TransferReport report = resumed();
    assertEquals(report.bytes(), report.moved());
    assertSame();
  }

  private TransferReport resumed() throws Exception {
    return meet(
        Meeting.UNIX_LISTENING,
        List.of(),
        List.of("send", tree.toString()),
        flow -> Transfer.receive(flow, there, options -> options.resume(true)),
        "'taken': 9");
  }

  /** Leaves the beginning of the large file, or something else. */
  private void leavePartial(boolean right) throws Exception {
    Files.createDirectories(there.resolve("tree"));
    byte[] bytes = new byte[PRESENT];
    if (right) {
      ByteBuffer.wrap(Files.readAllBytes(tree.resolve("large"))).get(bytes);
    }
    VectorFolder.leavePartial(there.resolve("tree"), "large", bytes);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIX_LISTENING", "UNIX_CONNECTING"})
  void eachKeepsWhatTheOtherHasInstead(Meeting meeting) throws Exception {
    Files.createDirectories(there.resolve("tree"));
    Files.copy(
        tree.resolve("large"),
        there.resolve("tree/large"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(there.resolve("tree/holes"), "mine");
    boolean sending = meeting == Meeting.UNIX_LISTENING;
    TransferReport report =
        meet(
            meeting,
            List.of(),
            List.of(sending ? "receive" : "send", (sending ? there : tree).toString()),
            flow ->
                sending
                    ? Transfer.send(flow, List.of(tree), options -> {})
                    : Transfer.receive(flow, there, options -> {}),
            "'taken': 7, 'not_taken': {'tree/holes': ");
    assertEquals(7, report.taken());
    assertEquals(1, report.same());
    assertEquals("tree/holes", report.reasons().getFirst().path());
    assertEquals("mine", Files.readString(there.resolve("tree/holes")));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIX_LISTENING", "UNIX_CONNECTING"})
  void eachRehearses(Meeting meeting) throws Exception {
    boolean library = meeting == Meeting.UNIX_LISTENING;
    TransferReport report =
        meet(
            meeting,
            library ? List.of() : List.of("--rehearsal"),
            List.of("send", tree.toString()),
            flow -> Transfer.receive(flow, there, options -> options.rehearsal(library)),
            "'taken': 0");
    assertTrue(report.rehearsal());
    assertTrue(!Files.exists(there.resolve("tree")));
  }

  @Test
  void eachTellsWhatItPassesOver() throws Exception {
    Files.createDirectory(folder.resolve("pipes"));
    Path pipe = folder.resolve("pipes/pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    TransferReport report =
        meet(
            Meeting.UNIX_LISTENING,
            List.of(),
            List.of("send", folder.resolve("pipes").toString()),
            flow -> Transfer.receive(flow, there, options -> {}),
            "'passed_over': {'pipes/pipe': ");
    assertEquals("pipes/pipe", report.reasons().getFirst().path());
    Files.delete(there.resolve("pipes"));
    meet(
        Meeting.UNIX_LISTENING,
        List.of(),
        List.of("receive", there.toString()),
        flow -> Transfer.send(flow, List.of(folder.resolve("pipes")), options -> {}),
        "'passed_over': {'pipes/pipe': ");
  }

  @Test
  void pythonAsksTheLibrary() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    UnixAddress address = UnixAddress.of(folder.resolve("socket"));
    try (Server _ = Hvsock.serve(address, Transfer.server(root, options -> {}))) {
      ask(address, "'taken': 9", "put", tree.toString(), "new/folder");
      ask(address, "'entries': ['d 0 folder']", "ls", "new");
      ask(address, "'f 700000 large'", "ls", "new/folder/tree");
      ask(address, "'taken': 9", "get", "new/folder/tree", there.toString());
      assertSame();
      try (PythonPeer peer =
          PythonPeer.start("connect", address.toString(), "get", "nothing", there.toString())) {
        assertTrue(peer.fail().contains("PeerFailed: the peer failed (2): "));
      }
    }
  }

  private static void ask(Address address, String expected, String... words) throws Exception {
    try (PythonPeer peer =
        PythonPeer.start(
            Stream.concat(Stream.of("connect", address.toString()), Stream.of(words))
                .toArray(String[]::new))) {
      String said = peer.succeed();
      assertTrue(said.contains(expected), said);
    }
  }

  @Test
  void theLibraryAsksPython() throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    UnixAddress address = UnixAddress.of(folder.resolve("socket"));
    try (PythonPeer peer = PythonPeer.start("listen", address.toString(), "serve", root + "")) {
      assertEquals(address.toString(), peer.listening());
      assertEquals(
          9,
          asking(address, flow -> Transfer.put(flow, List.of(tree), "new", options -> {})).taken());
      assertEquals(
          List.of("empty folder", "holes", "inner", "large"),
          asking(address, flow -> Transfer.list(flow, "new/tree", options -> {})).stream()
              .map(Entry::path)
              .toList());
      assertEquals(
          9,
          asking(address, flow -> Transfer.get(flow, List.of("new/tree"), there, options -> {}))
              .taken());
      assertSame();
    }
  }

  /** What the library does with a flow. */
  private interface Part<R> {
    R play(Flow flow) throws IOException;
  }

  private static <R> R asking(Address address, Part<R> part) throws IOException {
    try (Flow flow = Hvsock.connect(address)) {
      return part.play(flow);
    }
  }

  /** Has both ends meet, and fails unless Python says that in the end. */
  private <R> R meet(
      Meeting meeting, List<String> options, List<String> act, Part<R> part, String expected)
      throws Exception {
    boolean unix = meeting.name().startsWith("UNIX");
    Path socket = folder.resolve("meeting-" + System.nanoTime());
    Address address = unix ? UnixAddress.of(socket) : Address.parse("tcp://127.0.0.1:0");
    if (meeting.listening) {
      try (Listener listener = Hvsock.listen(address);
          PythonPeer peer = start(options, "connect", listener.localAddress(), act)) {
        R result = play(listener.accept(), part);
        checkSaid(peer, expected);
        return result;
      }
    }
    try (PythonPeer peer = start(options, "listen", address, act)) {
      String at = peer.listening();
      Address to = unix ? address : Address.parse("tcp://127.0.0.1:" + at);
      R result = play(Hvsock.connect(to), part);
      checkSaid(peer, expected);
      return result;
    }
  }

  private static PythonPeer start(
      List<String> options, String how, Address address, List<String> act) throws IOException {
    return PythonPeer.start(
        Stream.of(options, List.of(how, address.toString()), act)
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  private static <R> R play(Flow flow, Part<R> part) throws IOException {
    try (flow) {
      return part.play(flow);
    }
  }

  private static void checkSaid(PythonPeer peer, String expected) throws Exception {
    String said = peer.succeed();
    assertTrue(said.contains(expected), said);
  }

  /** What has arrived is what was sent, in names, bytes, times and modes. */
  private void assertSame() throws IOException {
    assertEquals(all(tree), all(there.resolve("tree")));
  }

  private static Map<String, String> all(Path root) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        PosixFileAttributes is =
            Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String text = is.isRegularFile() ? digest(path) : "";
        text += is.isSymbolicLink() ? Files.readSymbolicLink(path) : is.permissions() + " ";
        text += is.isSymbolicLink() ? "" : is.lastModifiedTime();
        all.put(root.relativize(path).toString(), text);
      }
    }
    return all;
  }

  private static String digest(Path file) throws IOException {
    return java.util.Arrays.hashCode(Files.readAllBytes(file)) + " " + Files.size(file) + " ";
  }
}
