package dev.hvsock.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hvsock.Capture;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a capture goes to, and what becomes of it there. */
class PcapFileTest {
  private static final Logger LOGGER = Logger.getLogger("dev.hvsock");
  private static final int HEADER = 24;
  private static final int PACKET = 16 + 32 + 44;

  @TempDir Path folder;

  /** Takes so many bytes, and a part of a piece if it must. */
  private static final class SmallDisk extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int room;

    SmallDisk(int room) {
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException("a packet is one piece");
    }

    @Override
    public void write(byte[] piece, int offset, int length) throws IOException {
      int n = Math.min(length, room - bytes.size());
      bytes.write(piece, offset, n);
      if (n < length) {
        throw new IOException("No space left on device");
      }
    }
  }

  @Test
  void aFullDiskEndsTheCaptureAndNotTheFlow() throws Exception {
    List<String> log = new ArrayList<>();
    LOGGER.setFilter(record -> !log.add(record.getMessage()));
    SmallDisk disk = new SmallDisk(HEADER + 3 * PACKET + 10 + 5);
    try (FlowPair pair = Flows.pair();
        Capture capture = Capture.to(disk, "small")) {
      Flow flow = capture.connected(pair.first());
      flow.write(ByteBuffer.wrap(new byte[10]));
      assertTrue(capture.failure().isEmpty());
      flow.write(ByteBuffer.wrap(new byte[10]));
      flow.write(ByteBuffer.wrap(new byte[10]));
      flow.shutdownOutput();
      assertEquals(30, pair.second().inputStream().readAllBytes().length);
      String told =
          "capture small: No space left on device; it ends after 3 packets, the flows go on";
      assertEquals(told, capture.failure().orElseThrow().getMessage());
      assertEquals(List.of(told), log);
      assertEquals(3, capture.packets());
    } finally {
      LOGGER.setFilter(null);
    }
  }

  @Test
  void aDeviceThatIsFullFromTheStart() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
    IOException e = assertThrows(IOException.class, () -> Capture.to(Path.of("/dev/full")));
    assertMessage("capture /dev/full: No space left on device", e);
  }

  private static void assertMessage(String expected, IOException e) {
    assertEquals(expected, e.getMessage());
  }

  @Test
  void whatIsNoCaptureStays() throws Exception {
    Path file = Files.writeString(folder.resolve("letter"), "Dear");
    assertThrows(FileAlreadyExistsException.class, () -> Capture.to(file));
    assertEquals("Dear", Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xa1b23c4d, 0x4d3cb2a1, 0xa1b2c3d4, 0xd4c3b2a1, 0x0a0d0d0a})
  void aCaptureIsReplaced(int magic) throws Exception {
    byte[] old = ByteBuffer.allocate(1000).putInt(magic).array();
    Path file = Files.write(folder.resolve("talk.pcap"), old);
    Capture.to(file).close();
    assertEquals(HEADER, Files.size(file));
  }

  @Test
  void anEmptyFileIsUsed() throws Exception {
    Path file = Files.createFile(folder.resolve("empty"));
    Capture.to(file).close();
    assertEquals(HEADER, Files.size(file));
  }

  @Test
  void aFileThatCannotBeMade() {
    Path file = folder.resolve("no/such/talk.pcap");
    IOException e = assertThrows(IOException.class, () -> Capture.to(file));
    assertMessage(
        "capture "
            + file
            + ": No such file or directory; try: a file in a folder that is there and yours",
        e);
    assertFalse(Files.exists(file));
  }

  /** So that a process that is killed then has lost nothing. */
  @Test
  void aPacketIsInTheFileWhenTheOperationReturns() throws Exception {
    Path file = folder.resolve("talk.pcap");
    try (FlowPair pair = Flows.pair();
        Capture capture = Capture.to(file)) {
      Flow flow = capture.accepted(pair.first());
      assertEquals(HEADER + 2 * PACKET, Files.size(file));
      flow.write(ByteBuffer.wrap("now".getBytes(UTF_8)));
      assertEquals(HEADER + 3 * PACKET + 3, Files.size(file));
      byte[] bytes = Files.readAllBytes(file);
      assertArrayEquals(
          new byte[] {'n', 'o', 'w'}, Arrays.copyOfRange(bytes, bytes.length - 3, bytes.length));
    }
  }

  @Test
  void afterItsCloseFlowsGoOnUnrecorded() throws Exception {
    Path file = folder.resolve("talk.pcap");
    Capture capture = Capture.to(file);
    try (FlowPair pair = Flows.pair()) {
      Flow flow = capture.connected(pair.first());
      capture.close();
      capture.close();
      flow.write(ByteBuffer.wrap(new byte[10]));
      assertEquals(10, pair.second().read(ByteBuffer.allocate(20)));
    }
    assertEquals(HEADER + 2 * PACKET, Files.size(file));
    assertTrue(capture.failure().isEmpty());
  }

  /** To begin is to wait for a reader; when that goes away, the capture ends and not the flow. */
  @Test
  void aNamedPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    int whole = HEADER + 3 * PACKET + 4;
    Process reader = new ProcessBuilder("head", "-c", "" + whole, pipe.toString()).start();
    LOGGER.setFilter(record -> false);
    try (FlowPair pair = Flows.pair();
        Capture capture = Capture.to(pipe)) {
      Flow flow = capture.connected(pair.first());
      flow.write(ByteBuffer.wrap(new byte[4]));
      assertEquals(whole, reader.getInputStream().readAllBytes().length);
      reader.waitFor();
      flow.write(ByteBuffer.wrap(new byte[4]));
      assertEquals(3, capture.packets());
      assertMessage(
          "capture " + pipe + ": Broken pipe; it ends after 3 packets, the flows go on",
          capture.failure().orElseThrow());
      assertEquals(8, pair.second().read(ByteBuffer.allocate(10)));
      assertTrue(Files.exists(pipe));
    } finally {
      LOGGER.setFilter(null);
    }
  }
}
