package dev.hvsock.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import dev.hvsock.transfer.files.TroubledFiles;
import dev.hvsock.transfer.files.TroubledFiles.Deed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that is slow, and an interrupt that comes while a file is read or written. */
@CheckLeaks
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class FileTroubleTest {
  private static final Duration PATIENCE = Duration.ofMillis(600);
  private static final int LARGE_BYTES = 1_000_000;
  private static final int SLOW_FILES = 150;

  @TempDir Path folder;

  private Path write(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(name.hashCode()).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  /** The sender has nothing to send meanwhile, and waits no longer than it is patient. */
  @ParameterizedTest
  @ValueSource(ints = {10, LARGE_BYTES})
  void aReceiverThatForcesAFileForLongIsWaitedFor(int bytes) throws Exception {
    Path file = write("file", bytes);
    AtomicInteger forced = new AtomicInteger();
    Path slow =
        TroubledFiles.over(
            Files.createDirectory(folder.resolve("in")),
            (deed, path) -> {
              if (deed == Deed.FORCE && !Files.isDirectory(path)) {
                forced.incrementAndGet();
                sleep(PATIENCE.multipliedBy(2));
              }
            });
    BothEnds<TransferReport, TransferReport> ends =
        BothEnds.of(
            flow -> Transfer.send(flow, List.of(file), send -> send.patience(PATIENCE)),
            flow ->
                Transfer.receive(flow, slow, receive -> receive.patience(PATIENCE).durable(true)));
    assertTrue(ends.near().get().isComplete());
    assertTrue(ends.far().get().isComplete());
    assertEquals(1, forced.get());
  }

  /**
   * Each file takes long, and all together much longer than the peer is patient: with small ones it
   * waits for the summary, with others until there is room for what it has to send.
   */
  @ParameterizedTest
  @ValueSource(ints = {10, 30_000})
  void aReceiverWhoseDiskIsSlowIsWaitedFor(int bytes) throws Exception {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < SLOW_FILES; i++) {
      write("many/" + i, bytes);
    }
    Path slow =
        TroubledFiles.over(
            Files.createDirectory(folder.resolve("in")),
            (deed, path) -> {
              if (deed == Deed.FORCE && !Files.isDirectory(path)) {
                sleep(PATIENCE.dividedBy(40));
              }
            });
    BothEnds<TransferReport, TransferReport> ends =
        BothEnds.of(
            flow -> Transfer.send(flow, List.of(many), send -> send.patience(PATIENCE)),
            flow ->
                Transfer.receive(flow, slow, receive -> receive.patience(PATIENCE).durable(true)));
    assertTrue(ends.near().get().isComplete());
    assertTrue(ends.far().get().isComplete());
  }

  private static void sleep(Duration time) throws InterruptedIOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  /**
   * What an end comes to whose thread is interrupted.
   *
   * @param kept whether its interrupt status says so after
   * @param blamed files that its listener has heard are not taken
   */
  private record Interrupted(Throwable failure, boolean kept, List<String> blamed) {}

  /** An end that has a listener. */
  private interface Heard {
    Object run(Flow flow, TransferListener listener) throws Exception;
  }

  private static BothEnds.End<Interrupted> interrupted(Heard end) {
    return flow -> {
      List<String> blamed = new ArrayList<>();
      TransferListener listener =
          new TransferListener() {
            @Override
            public void notTaken(String path, String reason) {
              blamed.add(path + ": " + reason);
            }
          };
      try {
        throw new AssertionError("it came to " + end.run(flow, listener));
      } catch (IOException e) {
        return new Interrupted(e, Thread.interrupted(), blamed);
      }
    };
  }

  /** A place where whoever does this for the nth time is interrupted before. */
  private static Path interrupting(Path place, Deed trouble, int nth) {
    AtomicInteger count = new AtomicInteger();
    return TroubledFiles.over(
        place,
        (deed, path) -> {
          if (deed == trouble && !Files.isDirectory(path) && count.incrementAndGet() == nth) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void assertInterrupted(BothEnds<Interrupted, ?> ends) throws Exception {
    Interrupted end = ends.near().get();
    assertInstanceOf(InterruptedIOException.class, end.failure());
    assertTrue(end.kept(), "the interrupt status is gone");
    assertEquals(List.of(), end.blamed(), "it is not the file's fault");
    Throwable told = BothEnds.failure(ends.far());
    assertInstanceOf(TransferRefusedException.class, told);
    assertTrue(String.valueOf(told.getMessage()).contains("the peer was stopped"), told::toString);
  }

  @ParameterizedTest
  @CsvSource({"10, 1", LARGE_BYTES + ", 2"})
  void anInterruptWhileAFileIsReadEndsTheTransfer(int bytes, int nth) throws Exception {
    write("file", bytes);
    Path file = interrupting(folder, Deed.READ, nth).resolve("file");
    assertInterrupted(
        BothEnds.of(
            interrupted(
                (flow, hearer) ->
                    Transfer.send(flow, List.of(file), send -> send.listener(hearer))),
            flow -> Transfer.receive(flow, folder.resolve("in"), _ -> {})));
    assertFalse(Files.exists(folder.resolve("in/file")));
  }

  @ParameterizedTest
  @CsvSource({"WRITE, 2", "FORCE, 1"})
  void anInterruptWhileAFileIsWrittenEndsTheTransfer(Deed deed, int nth) throws Exception {
    Path file = write("file", LARGE_BYTES);
    Path in = interrupting(Files.createDirectory(folder.resolve("in")), deed, nth);
    assertInterrupted(
        BothEnds.of(
            interrupted(
                (flow, hearer) ->
                    Transfer.receive(flow, in, receive -> receive.durable(true).listener(hearer))),
            flow -> Transfer.send(flow, List.of(file), _ -> {})));
    assertFalse(Files.exists(folder.resolve("in/file")));
  }

  /** What is there of a file is digested before anything is answered. */
  @Test
  void anInterruptWhileAPartialIsReadEndsTheTransfer() throws Exception {
    Path file = write("file", LARGE_BYTES);
    Path in = folder.resolve("in");
    BothEnds.of(
        flow -> Transfer.receive(flow, in, receive -> receive.listener(new AbortAtHalf(flow))),
        flow -> Transfer.send(flow, List.of(file), _ -> {}));
    Path again = interrupting(in, Deed.READ, 2);
    assertInterrupted(
        BothEnds.of(
            interrupted(
                (flow, hearer) ->
                    Transfer.receive(
                        flow, again, receive -> receive.resume(true).listener(hearer))),
            flow -> Transfer.send(flow, List.of(file), _ -> {})));
    assertFalse(Files.exists(in.resolve("file")));
  }

  private static final class AbortAtHalf implements TransferListener {
    private final Flow flow;
    private long moved;

    AbortAtHalf(Flow flow) {
      this.flow = flow;
    }

    @Override
    public void moved(long bytes) {
      moved += bytes;
      if (moved >= LARGE_BYTES / 2) {
        flow.abort();
      }
    }
  }
}
