package dev.hvsock.transfer.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import dev.hvsock.transfer.OptionsForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on their way: holes, ends, and several at once. */
class ArrivalTest {
  private static final long FIVE_GIB = 5L << 30;

  @TempDir Path temp;

  private Destination planned(Offer offer) throws IOException {
    Destination destination = Destination.open(temp, OptionsForTests.receive().spaceChecked(false));
    destination.plan(offer.entries(), false);
    destination.makeFolders();
    return destination;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @Test
  void holesTakeNoRoomWhereverTheyAre() throws IOException {
    Offer offer = new Offer().sparse("middle", FIVE_GIB + 6).sparse("end", FIVE_GIB + 3);
    long before = Files.getFileStore(temp).getUnallocatedSpace();
    try (Destination destination = planned(offer)) {
      try (Arrival middle = destination.begin(0, 0)) {
        middle.write(bytes("one"));
        middle.hole(FIVE_GIB);
        middle.write(bytes("two"));
        middle.take();
      }
      try (Arrival end = destination.begin(1, 0)) {
        end.write(bytes("one"));
        end.hole(FIVE_GIB - 5);
        end.hole(5);
        end.take();
      }
    }
    assertEquals(FIVE_GIB + 6, Files.size(temp.resolve("middle")));
    assertEquals(FIVE_GIB + 3, Files.size(temp.resolve("end")));
    assertEquals("two", read(temp.resolve("middle"), FIVE_GIB + 3));
    assertEquals("one\0", read(temp.resolve("end"), 0).substring(0, 4));
    long blocks = blocks(temp.resolve("middle")) + blocks(temp.resolve("end"));
    assertTrue(blocks < 1000, () -> blocks + " blocks; " + before + " bytes were free");
  }

  private static String read(Path file, long position) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(8);
      channel.position(position).read(buffer);
      return new String(buffer.array(), 0, buffer.position(), UTF_8);
    }
  }

  private static long blocks(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return Long.parseLong(new String(stat.getInputStream().readAllBytes(), UTF_8).strip());
  }

  @Test
  void zerosAreWrittenWhereNothingCanBeLeftOut() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Zeros.write(Channels.newChannel(written), 200_001);
    assertArrayEquals(new byte[200_001], written.toByteArray());
  }

  @Test
  void bytesThatAreTooManyOrTooFewAreNotTaken() throws IOException {
    try (Destination destination = planned(new Offer().file("file", "text"))) {
      try (Arrival arrival = destination.begin(0, 0)) {
        assertThrows(FileSystemException.class, () -> arrival.write(bytes("longer")));
        arrival.write(bytes("tex"));
        assertThrows(FileSystemException.class, () -> arrival.hole(2));
        assertThrows(FileSystemException.class, arrival::take);
      }
      assertThrows(FileSystemException.class, () -> destination.take(0, bytes("tex")));
      assertThrows(FileSystemException.class, () -> destination.take(0, bytes("text ")));
    }
    assertEquals(List.of(Names.partial("file")), List.copyOf(Snapshot.of(temp).keySet()));
  }

  @Test
  void whatIsDiscardedIsGone() throws IOException {
    try (Destination destination = planned(new Offer().file("file", "text"));
        Arrival arrival = destination.begin(0, 0)) {
      arrival.write(bytes("tex"));
      arrival.discard();
    }
    assertEquals(Map.of(), Snapshot.of(temp));
  }

  @Test
  void allModesAndOldTimesAreKept() throws IOException {
    Offer offer = new Offer();
    for (int mode = 0; mode <= 0777; mode += 7) {
      offer.file("f" + mode, "", Instant.ofEpochSecond(mode - 100L, mode < 100 ? 0 : 1), mode);
      offer.file("g" + mode, "text", Instant.ofEpochSecond(mode - 100L, mode < 100 ? 0 : 1), mode);
    }
    try (Destination destination = planned(offer)) {
      for (int i = 0; i < offer.entries().size(); i++) {
        destination.take(i, bytes(offer.entries().get(i).size() == 0 ? "" : "text"));
      }
    }
    for (Entry entry : offer.entries()) {
      var found = Attributes.full(temp.resolve(entry.path()), true);
      assertEquals(entry.mode(), Attributes.mode(found));
      assertEquals(entry.modified(), found.lastModifiedTime().toInstant());
    }
  }

  /** Java sets 1970 for them, unless they are whole. */
  @Test
  void partsOfASecondBefore1970AreLost() throws IOException {
    Offer offer = new Offer().file("file", "", Instant.ofEpochSecond(-100, 5), 0600);
    assertEquals(Map.of(), offer.receive(temp, OptionsForTests.receive()));
    assertEquals(
        Instant.ofEpochSecond(-100), Files.getLastModifiedTime(temp.resolve("file")).toInstant());
    assertEquals(
        Map.of("file", "SAME: same size and time"), offer.receive(temp, OptionsForTests.receive()));
  }

  @Test
  void bitsBeyondTheNineAreDropped() throws Exception {
    Path file = Files.writeString(temp.resolve("setuid"), "text");
    assertEquals(
        0, new ProcessBuilder("chmod", "7755", file.toString()).inheritIO().start().waitFor());
    SourceTree tree = SourceTree.of(List.of(file));
    assertEquals(OptionalInt.of(0755), tree.entries().getFirst().mode());
    assertEquals(Map.of(), Copy.of(tree, temp.resolve("to"), OptionsForTests.receive()).notTaken);
    Object mode =
        Files.getAttribute(temp.resolve("to/setuid"), "unix:mode", LinkOption.NOFOLLOW_LINKS);
    assertEquals(0100755, mode);
  }

  @Test
  void withoutAModeFilesAreAsNewOnesAre() throws IOException {
    Path usual = Files.createFile(temp.resolve("usual"));
    Entry entry = new Entry(Kind.FILE, "file", 0, Offer.TIME, OptionalInt.empty(), "");
    try (Destination destination = Destination.open(temp, OptionsForTests.receive())) {
      destination.plan(List.of(entry), false);
      destination.makeFolders();
      destination.take(0, bytes(""));
    }
    assertEquals(
        PosixFilePermissions.toString(Files.getPosixFilePermissions(usual)),
        PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("file"))));
  }

  @Test
  void manyAreOnTheirWayAtOnce() throws Exception {
    Offer offer = new Offer().folder("d");
    for (int i = 0; i < 400; i++) {
      offer.file((i % 2 == 0 ? "d/" : "") + i, "text " + i);
    }
    try (Destination destination = planned(offer);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 1; i <= 400; i++) {
        int index = i;
        work.add(() -> take(destination, index));
      }
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertTrue(done.get());
      }
      assertEquals(List.of(), destination.finish());
    }
    assertEquals(401, Snapshot.of(temp).size());
    assertEquals("text 7", Files.readString(temp.resolve("7")));
    assertEquals(Offer.TIME, Files.getLastModifiedTime(temp.resolve("d")).toInstant());
  }

  private static boolean take(Destination destination, int index) throws IOException {
    ByteBuffer text = bytes("text " + (index - 1));
    if (index % 3 == 0) {
      destination.take(index, text);
      return true;
    }
    try (Arrival arrival = destination.begin(index, 0)) {
      arrival.write(text);
      arrival.take();
    }
    return true;
  }

  @Test
  void durableFilesArriveToo() throws IOException {
    Offer offer = new Offer().folder("d").file("d/a", "text").file("d/b", "text").link("l", "d");
    assertEquals(Map.of(), offer.receive(temp, OptionsForTests.receive().durable(true)));
    assertEquals("text", Files.readString(temp.resolve("l/b")));
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAndWhatALivingOneHasIsNot() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path left = small(ended.pid() + "-00000000");
    Path beforeBoot = small(ProcessHandle.current().pid() + "-00000000");
    Path own = Files.writeString(temp.resolve(SmallFile.temporaryName()), "text");
    Path trial = Files.createDirectory(temp.resolve(smallName(ended.pid() + "-00000001")));
    Files.createFile(trial.resolve("x:x"));
    new Offer().file("a", "text").receive(temp, OptionsForTests.receive());
    assertTrue(Files.exists(left), "it is too young to be sure");
    new Offer().file("a", "text").receive(temp, OptionsForTests.receive().resume(true));
    assertFalse(Files.exists(left));
    assertFalse(Files.exists(trial), "names were tried out in it");
    assertFalse(Files.exists(beforeBoot), "this process is another one of its number");
    assertTrue(Files.exists(own));
  }

  @Test
  void whatALivingProcessHasIsNotThatOfOneBeforeItOfItsNumber() throws Exception {
    Process living = new ProcessBuilder("sleep", "60").start();
    try {
      Instant start = living.info().startInstant().orElseThrow();
      assertTrue(SmallFile.isAtWork(living.pid(), "00000000", start.plusSeconds(1)));
      assertFalse(SmallFile.isAtWork(living.pid(), "00000000", start.minusSeconds(1)));
    } finally {
      living.destroyForcibly();
    }
  }

  private Path small(String process) throws IOException {
    return Files.writeString(temp.resolve(smallName(process)), "text");
  }

  private static String smallName(String process) {
    return Names.RESERVED + process + "-1.new";
  }
}
