package dev.hvsock.transfer.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.transfer.OptionsForTests;
import dev.hvsock.transfer.ReceiveOptions;
import dev.hvsock.transfer.wire.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that an earlier transfer left unfinished. */
class ResumeTest {
  private static final String TEXT = "all of the text";

  @TempDir Path temp;
  private final Offer offer = new Offer().file("file", TEXT);

  private static ReceiveOptions resuming() {
    return OptionsForTests.receive().resume(true);
  }

  private Path partial() {
    return temp.resolve(Names.partial("file"));
  }

  /** Receives the beginning and stops. */
  private void leave(int bytes) throws IOException {
    try (Destination destination = Destination.open(temp, OptionsForTests.receive())) {
      destination.plan(offer.entries(), false);
      destination.makeFolders();
      Arrival arrival = destination.begin(0, 0);
      arrival.write(ByteBuffer.wrap(TEXT.substring(0, bytes).getBytes(UTF_8)));
    }
  }

  private Decision planned() throws IOException {
    return Objects.requireNonNull(offer.planned(temp, resuming()).get("file"));
  }

  @Test
  void whatCameIsKeptAndGoneOnWith() throws IOException {
    leave(7);
    assertEquals("all of ", Files.readString(partial()));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(partial())));
    assertFalse(Files.exists(temp.resolve("file")));
    Decision.Want want = assertInstanceOf(Decision.Want.class, planned());
    assertEquals(7, want.offset());
    assertArrayEquals(
        Digest.computation().digest("all of ".getBytes(UTF_8)),
        want.prefix().orElseThrow().digest());
    assertEquals(Map.of(), offer.receive(temp, resuming()));
    assertEquals(TEXT, Files.readString(temp.resolve("file")));
    assertFalse(Files.exists(partial()));
  }

  @Test
  void whatIsCompleteOnlyLacksItsName() throws IOException {
    leave(TEXT.length());
    assertEquals(TEXT.length(), assertInstanceOf(Decision.Want.class, planned()).offset());
    assertEquals(Map.of(), offer.receive(temp, resuming()));
    assertEquals(TEXT, Files.readString(temp.resolve("file")));
    assertEquals(Offer.TIME, Files.getLastModifiedTime(temp.resolve("file")).toInstant());
  }

  @Test
  void nothingIsLeftOfAFileOfWhichNothingCame() throws IOException {
    leave(0);
    assertEquals(Map.of(), Snapshot.of(temp));
  }

  @Test
  void withoutResumingItIsBegunAnew() throws IOException {
    leave(7);
    Files.writeString(partial(), "something that is longer than the file that is offered");
    assertEquals(Decision.Want.ALL, offer.planned(temp, OptionsForTests.receive()).get("file"));
    assertEquals(Map.of(), offer.receive(temp, OptionsForTests.receive()));
    assertEquals(TEXT, Files.readString(temp.resolve("file")));
    assertFalse(Files.exists(partial()));
  }

  @Test
  void aSmallFileThatComesAtOnceLeavesNoOldPartialBehind() throws IOException {
    leave(7);
    try (Destination destination = Destination.open(temp, OptionsForTests.receive())) {
      destination.plan(offer.entries(), false);
      destination.makeFolders();
      destination.take(0, ByteBuffer.wrap(TEXT.getBytes(UTF_8)));
    }
    assertEquals(TEXT, Files.readString(temp.resolve("file")));
    assertEquals(1, Snapshot.of(temp).size());
  }

  @Test
  void whatIsLongerThanTheFileIsOfNoUse() throws IOException {
    Files.writeString(partial(), TEXT + " and more");
    assertEquals(Decision.Want.ALL, planned());
    assertEquals(Map.of(), offer.receive(temp, resuming()));
    assertEquals(TEXT, Files.readString(temp.resolve("file")));
  }

  /** A sender whose bytes differ begins at 0, whatever offset was asked for. */
  @Test
  void whatIsNotTheFilesIsThrownAway() throws IOException {
    Files.writeString(partial(), "other bytes");
    try (Destination destination = Destination.open(temp, resuming())) {
      destination.plan(offer.entries(), false);
      destination.makeFolders();
      try (Arrival arrival = destination.begin(0, 0)) {
        arrival.write(ByteBuffer.wrap(TEXT.getBytes(UTF_8)));
        arrival.take();
      }
    }
    assertEquals(TEXT, Files.readString(temp.resolve("file")));
  }

  @Test
  void whatChangedSinceItsDigestIsNotGoneOnWith() throws IOException {
    leave(7);
    try (Destination destination = Destination.open(temp, resuming())) {
      destination.plan(offer.entries(), false);
      destination.makeFolders();
      Files.writeString(partial(), "changed");
      assertEquals(
          "what was there of it has changed",
          Reasons.of(assertThrows(FileSystemException.class, () -> destination.begin(0, 7))));
    }
    assertFalse(Files.exists(temp.resolve("file")));
  }

  @Test
  void oneTransferHasAFileAtATime() throws IOException {
    Optional<Decision> refused = Optional.of(Decision.refused("another transfer is receiving it"));
    try (Destination one = Destination.open(temp, resuming());
        Destination other = Destination.open(temp, resuming())) {
      one.plan(offer.entries(), false);
      one.makeFolders();
      other.plan(offer.entries(), false);
      other.makeFolders();
      Arrival arrival = one.begin(0, 0);
      arrival.write(ByteBuffer.wrap("all".getBytes(UTF_8)));
      assertEquals(refused, Optional.of(planned()));
      assertThrows(FileSystemException.class, () -> other.begin(0, 0));
      ByteBuffer bytes = ByteBuffer.wrap(TEXT.getBytes(UTF_8));
      assertThrows(FileSystemException.class, () -> other.take(0, bytes));
      arrival.close();
      arrival.close();
      other.begin(0, 0).close();
    }
    assertFalse(Files.exists(temp.resolve("file")));
  }

  /** The lock of another process, which is what keeps it off, is taken by one. */
  @Test
  void anotherProcessHasItForItself() throws IOException, InterruptedException {
    leave(7);
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes(),
                Holder.class.getName(),
                partial().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals('L', holder.getInputStream().read());
      assertEquals(Decision.refused("another transfer is receiving it"), planned());
      try (Destination destination = Destination.open(temp, OptionsForTests.receive())) {
        destination.plan(offer.entries(), false);
        destination.makeFolders();
        assertThrows(FileSystemException.class, () -> destination.begin(0, 0));
      }
    } finally {
      holder.destroyForcibly();
      assertTrue(holder.waitFor(10, TimeUnit.SECONDS));
    }
    assertEquals(Map.of(), offer.receive(temp, resuming()));
  }

  private static String classes() {
    return Path.of("target", "test-classes").toAbsolutePath().toString();
  }

  /** A process that locks a file until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String... args) throws IOException, InterruptedException {
      try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.print(lock.isValid() ? 'L' : 'X');
        System.out.flush();
        Thread.sleep(60_000);
      }
    }
  }
}
