package dev.hvsock.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.hvsock.Flow;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import dev.hvsock.transfer.files.RandomTree;
import dev.hvsock.transfer.files.Snapshot;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Transfers by the library's doors, from and to file systems of several kinds. */
@CheckLeaks
@ExtendWith(Watchdog.class)
class TransferTest {
  private static final int LARGE_BYTES = 3_000_000;

  private FileSystem files;
  private Path source;
  private Path target;

  @BeforeEach
  void makeFolders() throws Exception {
    files =
        Jimfs.newFileSystem(
            Configuration.unix().toBuilder().setAttributeViews("basic", "posix").build());
    source = Files.createDirectory(files.getPath("/source"));
    target = files.getPath("/target");
  }

  @AfterEach
  void close() throws Exception {
    files.close();
  }

  private static BothEnds<TransferReport, TransferReport> send(Path from, Path to)
      throws Exception {
    return BothEnds.of(
        flow -> Transfer.send(flow, List.of(from), options -> {}),
        flow -> Transfer.receive(flow, to, options -> {}));
  }

  private Path write(String name, int bytes) throws Exception {
    byte[] content = new byte[bytes];
    new Random(name.hashCode()).nextBytes(content);
    return Files.write(source.resolve(name), content);
  }

  @Test
  void aTreeOutOfJimfsIntoJimfs() throws Exception {
    RandomTree.fill(source.resolve("tree"), 6, true);
    BothEnds<TransferReport, TransferReport> ends = send(source.resolve("tree"), target);
    assertTrue(ends.near().get().isComplete());
    assertEquals(ends.near().get().taken(), ends.far().get().taken());
    assertEquals(ends.near().get().bytes(), ends.far().get().bytes());
    assertEquals(List.of(), Snapshot.differences(Snapshot.of(source), Snapshot.of(target)));
  }

  @Test
  void aTreeIntoAZipAndOutOfIt(@TempDir Path folder) throws Exception {
    RandomTree.fill(source.resolve("tree"), 7, false);
    Path zip = folder.resolve("tree.zip");
    Map<String, String> create = Map.of("create", "true", "enablePosixFileAttributes", "true");
    try (FileSystem archive = FileSystems.newFileSystem(zip, create)) {
      assertTrue(send(source.resolve("tree"), archive.getPath("/in")).far().get().isComplete());
    }
    try (FileSystem archive =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"))) {
      assertTrue(send(archive.getPath("/in/tree"), folder.resolve("out")).far().get().isComplete());
    }
    Map<String, String> expected = Snapshot.of(source, ChronoUnit.SECONDS);
    Map<String, String> found = Snapshot.of(folder.resolve("out"), ChronoUnit.SECONDS);
    assertEquals(List.of(), Snapshot.differences(expected, found));
  }

  @Test
  void theListenerHearsOfEveryByteOnce() throws Exception {
    write("large", LARGE_BYTES);
    write("small", 10);
    for (boolean atSender : List.of(true, false)) {
      List<String> heard = new ArrayList<>();
      TransferListener listener =
          new TransferListener() {
            private long bytes;

            @Override
            public void offered(int entries, long sum) {
              heard.add("offered " + entries + " " + sum);
            }

            @Override
            public void planned(int count, long sum, long present) {
              heard.add("planned " + count + " " + sum + " " + present);
            }

            @Override
            public void began(String path, long size, long present) {
              bytes = 0;
            }

            @Override
            public void moved(long count) {
              bytes += count;
            }

            @Override
            public void ended(String path) {
              heard.add("ended " + path + (path.equals("large") ? " " + bytes : ""));
            }
          };
      Path to = target.resolve("of-" + atSender);
      Files.createDirectories(to);
      BothEnds<TransferReport, TransferReport> ends =
          BothEnds.of(
              flow ->
                  Transfer.send(
                      flow,
                      List.of(source.resolve("large"), source.resolve("small")),
                      options -> options.listener(atSender ? listener : TransferListener.NONE)),
              flow ->
                  Transfer.receive(
                      flow,
                      to,
                      options -> options.listener(atSender ? TransferListener.NONE : listener)));
      assertTrue(ends.near().get().isComplete());
      ends.far().get();
      long sum = LARGE_BYTES + 10;
      assertEquals(
          List.of(
              "offered 2 " + sum,
              "planned 2 " + sum + " 0",
              "ended large " + LARGE_BYTES,
              "ended small"),
          heard);
    }
  }

  /** An end that stops when so many bytes have moved, by what it is told to do. */
  private static final class StopAt implements TransferListener {
    private final Runnable stop;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private long left;

    StopAt(long bytes, Runnable stop) {
      this.left = bytes;
      this.stop = stop;
    }

    @Override
    public void moved(long bytes) {
      left -= bytes;
      if (left <= 0) {
        stop.run();
        stopped.countDown();
      }
    }
  }

  @Test
  void anInterruptedSenderTellsThePeerAndWhatArrivedIsGoneOnWith() throws Exception {
    Path large = write("large", LARGE_BYTES);
    BothEnds<TransferReport, TransferReport> ends =
        BothEnds.of(
            flow -> {
              StopAt stop = new StopAt(LARGE_BYTES / 2, Thread.currentThread()::interrupt);
              return Transfer.send(flow, List.of(large), options -> options.listener(stop));
            },
            flow -> Transfer.receive(flow, target, options -> {}));
    assertInstanceOf(InterruptedIOException.class, BothEnds.failure(ends.near()));
    Throwable told = BothEnds.failure(ends.far());
    assertInstanceOf(TransferRefusedException.class, told);
    assertTrue(String.valueOf(told.getMessage()).contains("the peer was stopped"), told::toString);
    assertFalse(Files.exists(target.resolve("large")));

    BothEnds<TransferReport, TransferReport> again =
        BothEnds.of(
            flow -> Transfer.send(flow, List.of(large), options -> {}),
            flow -> Transfer.receive(flow, target, options -> options.resume(true)));
    long moved = again.far().get().moved();
    assertTrue(moved > 0 && moved < LARGE_BYTES, () -> moved + " bytes were moved once more");
    assertEquals(moved, again.near().get().moved());
    assertEquals(List.of(), Snapshot.differences(Snapshot.of(source), Snapshot.of(target)));
  }

  @Test
  void aFlowThatIsAbortedEndsBothEnds() throws Exception {
    Path large = write("large", LARGE_BYTES);
    BothEnds<TransferReport, TransferReport> ends =
        BothEnds.of(
            flow -> Transfer.send(flow, List.of(large), options -> {}),
            flow -> {
              StopAt stop = new StopAt(LARGE_BYTES / 2, flow::abort);
              return Transfer.receive(flow, target, options -> options.listener(stop));
            });
    assertInstanceOf(ClosedChannelException.class, BothEnds.failure(ends.far()));
    assertInstanceOf(java.io.IOException.class, BothEnds.failure(ends.near()));
    assertFalse(Files.exists(target.resolve("large")));
  }

  @Test
  void aServerGivesTakesAndLists() throws Exception {
    Files.createDirectory(source.resolve("folder"));
    write("folder/one", 100);
    write("two", 200);
    assertEquals(
        List.of("folder", "two"),
        ask(flow -> Transfer.list(flow, "", options -> {}), false).stream()
            .map(Entry::path)
            .toList());
    TransferReport got =
        ask(flow -> Transfer.get(flow, List.of("folder/one"), target, options -> {}), false);
    assertEquals(1, got.taken());
    assertArrayEquals(
        Files.readAllBytes(source.resolve("folder/one")),
        Files.readAllBytes(target.resolve("one")));
    Path mine = Files.writeString(target.resolve("mine"), "mine", UTF_8);
    assertTrue(
        ask(flow -> Transfer.put(flow, List.of(mine), "new/sub", options -> {}), false)
            .isComplete());
    assertEquals("mine", Files.readString(source.resolve("new/sub/mine"), UTF_8));
    Throwable refused =
        BothEnds.failure(
            asked(flow -> Transfer.put(flow, List.of(mine), "", options -> {}), true).near());
    assertTrue(String.valueOf(refused.getMessage()).contains("reading only"), refused::toString);
  }

  private <R> R ask(BothEnds.End<R> client, boolean readOnly) throws Exception {
    return asked(client, readOnly).near().get();
  }

  private <R> BothEnds<R, Boolean> asked(BothEnds.End<R> client, boolean readOnly)
      throws Exception {
    return BothEnds.of(
        client,
        flow -> {
          Transfer.server(source, options -> options.readOnly(readOnly)).handle(flow);
          return true;
        });
  }

  @Test
  void aRehearsalMovesNothing() throws Exception {
    Path file = write("file", 1000);
    for (boolean atSender : List.of(true, false)) {
      BothEnds<TransferReport, TransferReport> ends =
          BothEnds.of(
              flow -> Transfer.send(flow, List.of(file), options -> options.rehearsal(atSender)),
              flow -> Transfer.receive(flow, target, options -> options.rehearsal(!atSender)));
      assertTrue(ends.near().get().rehearsal());
      assertTrue(ends.far().get().rehearsal());
      assertEquals(0, ends.far().get().moved());
      assertFalse(Files.exists(target));
    }
  }

  @Test
  void aPaceIsKept() throws Exception {
    Path file = write("file", 200_000);
    CompletableFuture<TransferReport> sent =
        BothEnds.of(
                flow -> Transfer.send(flow, List.of(file), options -> options.limitRate(400_000)),
                flow -> Transfer.receive(flow, target, options -> {}))
            .near();
    long millis = sent.get().duration().toMillis();
    assertTrue(millis >= 450, () -> "200,000 bytes took " + millis + " ms at 400,000 a second");
  }

  @Test
  void whoComesUnexpectedIsToldWhatToTry() throws Exception {
    Path file = write("file", 10);
    BothEnds<TransferReport, TransferReport> ends =
        BothEnds.of(
            flow -> Transfer.send(flow, List.of(file), options -> {}),
            flow -> Transfer.send(flow, List.of(file), options -> {}));
    String message = String.valueOf(BothEnds.failure(ends.near()).getMessage());
    assertTrue(message.contains("try: 'receive' at the other end"), message);
    BothEnds.failure(ends.far());
  }

  @Test
  void theFlowIsTheCallers() throws Exception {
    Path file = write("file", 10);
    List<Flow> flows = new ArrayList<>();
    BothEnds.of(
            flow -> {
              flows.add(flow);
              TransferReport report = Transfer.send(flow, List.of(file), options -> {});
              assertTrue(flow.isOpen());
              return report;
            },
            flow -> Transfer.receive(flow, target, options -> {}))
        .near()
        .get();
    assertFalse(flows.getFirst().isOpen());
  }
}
