package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files through flows, from any place in the one to any place in the other. */
@Timeout(60)
class FileTransferTest {
  private static final int BYTES = 3_000_001; // more than buffers hold, and not a multiple

  @TempDir private Path folder;
  private byte[] content = new byte[0];
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    content = new byte[BYTES];
    new Random(7).nextBytes(content);
    file = Files.write(folder.resolve("source"), content);
  }

  private interface Check {
    void with(Connected flow, FileChannel source, FileChannel sink) throws Exception;
  }

  private void check(Connected connected, Check check) throws Exception {
    try (connected;
        FileChannel source = FileChannel.open(file);
        FileChannel sink =
            FileChannel.open(
                folder.resolve("sink"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      check.with(connected, source, sink);
    }
  }

  private static CompletableFuture<Long> sending(
      Flow flow, FileChannel source, long position, long count) {
    CompletableFuture<Long> sent = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                sent.complete(flow.transferFrom(source, position, count));
                flow.shutdownOutput();
              } catch (Exception e) {
                sent.completeExceptionally(e);
              }
            });
    return sent;
  }

  private void wholeFile(Connected connected) throws Exception {
    check(
        connected,
        (flow, source, sink) -> {
          CompletableFuture<Long> sent = sending(flow.near(), source, 0, Long.MAX_VALUE);
          assertEquals(BYTES, flow.far().transferTo(sink, 0, Long.MAX_VALUE));
          assertEquals(BYTES, sent.get(20, TimeUnit.SECONDS));
          assertArrayEquals(content, Files.readAllBytes(folder.resolve("sink")));
          assertEquals(0, source.position());
          assertEquals(0, sink.position());
        });
  }

  @Test
  void aWholeFileOverUnix() throws Exception {
    wholeFile(Connected.unix());
  }

  @Test
  void aWholeFileOverTcp() throws Exception {
    wholeFile(Connected.tcp());
  }

  @Test
  void aWholeFileThroughMemory() throws Exception {
    FlowPair pair = Flows.pair();
    wholeFile(new Connected(pair.first(), pair.second()));
  }

  @Test
  void aPieceFromTheMiddleToSomewhereElse() throws Exception {
    check(
        Connected.unix(),
        (flow, source, sink) -> {
          CompletableFuture<Long> sent = sending(flow.near(), source, 1_000_000, 600_000);
          assertEquals(400_000, flow.far().transferTo(sink, 10, 400_000));
          assertEquals(200_000, flow.far().transferTo(sink, 400_010, 300_000));
          assertEquals(600_000, sent.get(20, TimeUnit.SECONDS));
          byte[] written = Files.readAllBytes(folder.resolve("sink"));
          assertArrayEquals(new byte[10], Arrays.copyOf(written, 10));
          assertArrayEquals(
              Arrays.copyOfRange(content, 1_000_000, 1_600_000),
              Arrays.copyOfRange(written, 10, written.length));
        });
  }

  @Test
  void beyondTheEndThereIsNothing() throws Exception {
    check(
        Connected.unix(),
        (flow, source, sink) -> {
          assertEquals(0, flow.near().transferFrom(source, BYTES, 10));
          assertEquals(7, flow.near().transferFrom(source, BYTES - 7, 10));
          assertEquals(0, flow.near().transferFrom(source, 0, 0));
          flow.near().shutdownOutput();
          assertEquals(7, flow.far().transferTo(sink, 0, 10));
          assertEquals(0, flow.far().transferTo(sink, 0, 10));
        });
  }

  @Test
  void whatMakesNoSenseIsRefused() throws Exception {
    check(
        Connected.unix(),
        (flow, source, sink) -> {
          Flow near = flow.near();
          assertThrows(IllegalArgumentException.class, () -> near.transferFrom(source, -1, 10));
          assertThrows(IllegalArgumentException.class, () -> near.transferTo(sink, 0, -10));
        });
  }

  @Test
  void afterShutdownNothingIsSent() throws Exception {
    check(
        Connected.unix(),
        (flow, source, sink) -> {
          flow.near().shutdownOutput();
          assertThrows(FlowClosedException.class, () -> flow.near().transferFrom(source, 0, 10));
        });
  }
}
