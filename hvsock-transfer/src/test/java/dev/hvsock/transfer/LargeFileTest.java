package dev.hvsock.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files of more than 4 GiB, whose sizes and offsets are no 32-bit numbers, over a socket. */
@CheckLeaks
@ExtendWith(Watchdog.class)
@Tag("stress")
@Tag("thorough")
class LargeFileTest {
  private static final long SEED = Long.getLong("hvsock.seed", 20_261_121);
  private static final long FOUR_GIB = 1L << 32;
  private static final long SIZE = FOUR_GIB + (200L << 20) + 12_345;
  private static final long ROOM = 10L << 30;
  private static final int SECONDS = 180;

  /** A sender takes so many zeros in a row for a hole, and sends what has one other byte. */
  private static final int BLOCK = Blocks.BYTES;

  private Path folder = Path.of("target");
  private Path file = folder;
  private Path in = folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory(Path.of("target"), "large-file");
    file = folder.resolve("file");
    in = folder.resolve("in");
  }

  @AfterEach
  void removeFolder() throws IOException {
    try (Stream<Path> left = Files.walk(folder)) {
      for (Path path : left.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(path);
      }
    }
  }

  /**
   * Makes the file: a hole, with eight bytes at a place of their own in blocks here and there, on
   * both sides of 4 GiB, or in all. So it takes little of the disk, and no block is like another.
   */
  private void write(boolean dense) throws IOException {
    Random random = new Random(SEED);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      for (long block = 0; block < SIZE; block += BLOCK) {
        boolean near = Math.abs(block - FOUR_GIB) <= BLOCK;
        if (dense || near || random.nextInt(block < FOUR_GIB ? 1000 : 20) == 0) {
          mark(channel, random, block);
        }
      }
      channel.write(ByteBuffer.allocate(1).put(0, (byte) 1), SIZE - 1);
    }
    assertEquals(SIZE, Files.size(file));
  }

  private static void mark(FileChannel channel, Random random, long block) throws IOException {
    ByteBuffer mark = ByteBuffer.allocate(Long.BYTES).putLong(0, random.nextLong());
    long room = Math.min(BLOCK, SIZE - block) - Long.BYTES;
    channel.write(mark, block + random.nextLong(room));
  }

  private void assertRoom() throws IOException {
    long room = Files.getFileStore(folder).getUsableSpace();
    assumeTrue(
        room >= ROOM,
        () -> "%d bytes are free in target, and %d needed; try: make room".formatted(room, ROOM));
  }

  private BothEnds<TransferReport, TransferReport> transfer(
      BothEnds.End<TransferReport> sender, BothEnds.End<TransferReport> receiver) throws Exception {
    Path socket = Files.createTempDirectory("hvsock-large").resolve("s"); // short enough for a name
    try (Listener listener = Hvsock.listen(UnixAddress.of(socket))) {
      Flow near = Hvsock.connect(listener.localAddress());
      return BothEnds.over(new FlowPair(near, listener.accept()), SECONDS, sender, receiver);
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(socket.getParent());
    }
  }

  private TransferReport send(Flow flow) throws IOException {
    return Transfer.send(flow, List.of(file), _ -> {});
  }

  private TransferReport receive(Flow flow, TransferListener listener) throws IOException {
    return Transfer.receive(flow, in, receive -> receive.resume(true).listener(listener));
  }

  /** Byte by byte, whatever the digests of the transfer say. */
  private void assertArrived() throws IOException {
    Path arrived = in.resolve("file");
    assertEquals(SIZE, Files.size(arrived));
    assertEquals(-1, Files.mismatch(file, arrived), () -> "seed " + SEED);
  }

  private static void assertMoved(BothEnds<TransferReport, TransferReport> ends, long moved)
      throws Exception {
    for (CompletableFuture<TransferReport> end : List.of(ends.near(), ends.far())) {
      TransferReport report = end.get();
      assertTrue(report.isComplete(), report::toString);
      assertEquals(SIZE, report.bytes());
      assertEquals(moved, report.moved());
    }
  }

  @Test
  void holesAndWhatIsOnBothSidesOfFourGibArrive() throws Exception {
    write(false);
    assertMoved(transfer(this::send, flow -> receive(flow, TransferListener.NONE)), SIZE);
    assertArrived();
  }

  @Test
  void moreThanFourGibOfBytesArrive() throws Exception {
    assertRoom();
    write(true);
    assertMoved(transfer(this::send, flow -> receive(flow, TransferListener.NONE)), SIZE);
    assertArrived();
  }

  @Test
  void whatWasBrokenOffBeyondFourGibIsGoneOnWith() throws Exception {
    write(false);
    AtomicLong came = new AtomicLong();
    transfer(
        this::send,
        flow ->
            receive(
                flow,
                new TransferListener() {
                  @Override
                  public void moved(long bytes) {
                    if (came.addAndGet(bytes) > FOUR_GIB + (100L << 20)) {
                      flow.abort();
                    }
                  }
                }));
    assertFalse(Files.exists(in.resolve("file")));
    AtomicLong present = new AtomicLong();
    BothEnds<TransferReport, TransferReport> ends =
        transfer(
            this::send,
            flow ->
                receive(
                    flow,
                    new TransferListener() {
                      @Override
                      public void began(String path, long size, long there) {
                        present.set(there);
                      }
                    }));
    assertTrue(present.get() > FOUR_GIB, () -> present + " bytes were gone on with");
    assertMoved(ends, SIZE - present.get());
    assertArrived();
  }
}
