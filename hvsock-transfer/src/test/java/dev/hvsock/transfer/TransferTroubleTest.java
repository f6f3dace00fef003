package dev.hvsock.transfer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.hvsock.Flow;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import dev.hvsock.transfer.TransferReport.NotTaken;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with one file, or in the midst of one, and what does not because of it. */
@CheckLeaks
@ExtendWith(Watchdog.class)
class TransferTroubleTest {
  private static final int LARGE_BYTES = 3_000_000;

  @TempDir Path folder;

  private Path write(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(name.hashCode()).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  private static List<String> paths(TransferReport report) {
    return report.reasons().stream().map(NotTaken::path).toList();
  }

  @Test
  void filesThatShrinkWhileTheyAreSentHoldNobodyUp() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      files.add(write("shrinks-" + i, 500_000));
    }
    files.add(write("stays", 500_000));
    TransferListener shrink =
        new TransferListener() {
          @Override
          public void planned(int count, long bytes, long present) {
            for (Path file : files.subList(0, 6)) {
              try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(400_000);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        };
    BothEnds<TransferReport, TransferReport> ends =
        BothEnds.of(
            flow -> Transfer.send(flow, files, options -> options.listener(shrink)),
            flow -> Transfer.receive(flow, folder.resolve("in"), options -> {}));
    assertEquals(1, ends.far().get().taken());
    assertEquals(6, ends.near().get().notTaken());
    assertEquals(-1, Files.mismatch(folder.resolve("stays"), folder.resolve("in/stays")));
  }

  @Test
  void aFileForWhichThereIsNoRoomAfterAllDoesNotEndTheTransfer() throws Exception {
    Configuration small = Configuration.unix().toBuilder().setMaxSize(1_000_000).build();
    try (FileSystem files = Jimfs.newFileSystem(small)) {
      List<Path> sources = List.of(write("before", 10), write("large", LARGE_BYTES));
      BothEnds<TransferReport, TransferReport> ends =
          BothEnds.of(
              flow -> Transfer.send(flow, sources, options -> {}),
              flow ->
                  Transfer.receive(
                      flow, files.getPath("/in"), options -> options.spaceChecked(false)));
      assertEquals(List.of("large"), paths(ends.far().get()));
      assertEquals(List.of("large"), paths(ends.near().get()));
      assertTrue(Files.exists(files.getPath("/in/before")));
      assertFalse(Files.exists(files.getPath("/in/large")));
    }
  }

  @Test
  void aClientThatGoesOnDoesNotChangeTheServersFolders() throws Exception {
    Path served = Files.createDirectory(folder.resolve("served"));
    Path theirs = Files.createDirectory(served.resolve("folder"));
    Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwxr-x---"));
    Path mine = Files.createDirectory(folder.resolve("folder"));
    Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwxrwxrwx"));
    BothEnds.of(
            flow -> Transfer.put(flow, List.of(mine), "", options -> options.resume(true)),
            flow -> {
              Transfer.server(served, options -> {}).handle(flow);
              return true;
            })
        .near()
        .get();
    assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(theirs)));
  }

  @Test
  void namesAreTriedOutInTheFolderAloneThoughItIsNotThereYet() throws Exception {
    try (FileSystem folding = Jimfs.newFileSystem(Configuration.osX())) {
      Path parent = Files.createDirectories(folding.getPath("/parent"));
      List<String> seen = new ArrayList<>();
      TransferListener look =
          new TransferListener() {
            @Override
            public void planned(int count, long bytes, long present) {
              try (Stream<Path> names = Files.list(parent)) {
                names.forEach(name -> seen.add(name.getFileName().toString()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          };
      List<Path> sources = List.of(write("Name", 1), write("name", 1));
      BothEnds<TransferReport, TransferReport> ends =
          BothEnds.of(
              flow -> Transfer.send(flow, sources, options -> {}),
              flow ->
                  Transfer.receive(flow, parent.resolve("in"), options -> options.listener(look)));
      assertEquals(1, ends.far().get().taken());
      assertEquals(List.of("in"), seen);
    }
  }

  /** Its peer has gone: what is to be digested of the hole is nobody's business any more. */
  @Test
  void whoeverHangsUpInAHoleIsNotWaitedFor() throws Exception {
    long hole = 1L << 42;
    String message =
        assertInstanceOf(
                EOFException.class,
                BothEnds.failure(
                    BothEnds.of(
                            flow ->
                                Transfer.receive(
                                    flow,
                                    folder.resolve("in"),
                                    options -> options.spaceChecked(false)),
                            flow -> {
                              offerHole(flow, hole);
                              return true;
                            })
                        .near()))
            .getMessage();
    assertTrue(String.valueOf(message).contains("the peer ended before"), message);
  }

  private static void offerHole(Flow flow, long hole) throws IOException {
    ByteBuffer said = ByteBuffer.allocate(200);
    said.put("hvsock-transfer 1 send\n".getBytes(US_ASCII));
    said.put((byte) 'O').putInt(13).put((byte) 0).putInt(1).putLong(hole);
    said.put((byte) 'E').putInt(28).put((byte) 'f').putShort((short) 0644).putLong(0).putInt(0);
    said.putLong(hole).putShort((short) 1).put((byte) 'a').putShort((short) 0);
    said.put((byte) 'B').putInt(12).putInt(0).putLong(0);
    said.put((byte) 'H').putInt(8).putLong(hole);
    flow.write(said.flip());
    flow.shutdownOutput();
    flow.inputStream().readAllBytes();
  }

  @Test
  void whatAPeerSaysCommandsNoTerminal() throws Exception {
    Throwable refused =
        BothEnds.failure(
            BothEnds.of(
                    flow ->
                        Transfer.get(
                            flow, List.of("\u001b]0;x\u0007"), folder.resolve("in"), o -> {}),
                    flow -> {
                      Transfer.server(folder, options -> {}).handle(flow);
                      return true;
                    })
                .far());
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
  }

  @Test
  void noPatienceIsRefusedAndAnyOtherTaken() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> new SendOptions().patience(Duration.ZERO));
    Path file = write("file", 10);
    BothEnds<TransferReport, TransferReport> ends =
        BothEnds.of(
            flow -> Transfer.send(flow, List.of(file), options -> options.patience(Flow.FOREVER)),
            flow -> Transfer.receive(flow, folder.resolve("in"), options -> {}));
    assertTrue(ends.near().get().isComplete());
    ends.far().get();
  }

  @Test
  void aServerIsToldOfAsWhatItIs() throws Exception {
    Path file = write("file", 10);
    Throwable failure =
        BothEnds.failure(
            BothEnds.of(
                    flow -> Transfer.send(flow, List.of(file), options -> {}),
                    flow -> {
                      Transfer.server(folder, options -> {}).handle(flow);
                      return true;
                    })
                .near());
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("try: 'put' at this end"), message);
  }
}
