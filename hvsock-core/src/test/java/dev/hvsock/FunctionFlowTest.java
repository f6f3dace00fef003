package dev.hvsock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionFlowTest {

  private static Flows.Reader pieces(String... pieces) {
    Queue<String> queue = new ArrayDeque<>(List.of(pieces));
    return () -> Optional.ofNullable(queue.poll()).map(piece -> UTF_8.encode(piece));
  }

  private static String readOnce(Flow flow, int room) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(room);
    int n = flow.read(buffer);
    return n < 0 ? "END" : UTF_8.decode(buffer.flip()).toString();
  }

  @Test
  void piecesAreReadOneAtATimeAndEmptyOnesSkipped() throws IOException {
    try (Flow flow = Flows.of(pieces("one", "", "", "two", "three", ""))) {
      assertEquals("one", readOnce(flow, 100));
      assertEquals("tw", readOnce(flow, 2));
      assertEquals("o", readOnce(flow, 100));
      assertEquals(UTF_8.encode("three"), flow.read().orElseThrow());
      assertEquals("END", readOnce(flow, 100));
    }
  }

  @Test
  void scatteringDoesNotSpanTwoPieces() throws IOException {
    try (Flow flow = Flows.of(pieces("one", "two"))) {
      ByteBuffer[] buffers = {
        ByteBuffer.allocate(0), ByteBuffer.allocate(2), ByteBuffer.allocate(10)
      };
      assertEquals(2, flow.read(buffers));
      assertEquals(1, flow.read(buffers));
      assertEquals(3, flow.read(buffers));
      assertEquals(-1, flow.read(buffers));
    }
  }

  @Test
  void endOfStreamIsStickyAndTheReaderIsNotAskedAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Flow flow =
        Flows.of(
            () -> {
              asked.incrementAndGet();
              return Optional.empty();
            },
            src -> {});
    for (int i = 0; i < 3; i++) {
      assertEquals("END", readOnce(flow, 1));
      assertEquals(Optional.empty(), flow.read());
      assertEquals(-1, flow.inputStream().read());
    }
    assertEquals(1, asked.get());
  }

  @Test
  void aReadWithoutRoomAsksNobodyAndAReadOnlyBufferIsRefused() throws IOException {
    Flow flow = Flows.of(pieces("one"));
    assertEquals(0, flow.read(ByteBuffer.allocate(0)));
    ByteBuffer readOnly = ByteBuffer.allocate(3).asReadOnlyBuffer();
    assertThrows(IllegalArgumentException.class, () -> flow.read(readOnly));
    assertThrows(
        IllegalArgumentException.class, () -> flow.read(new ByteBuffer[] {readOnly, readOnly}));
    assertEquals("one", readOnce(flow, 3));
    Flow streams =
        Flows.of(new ByteArrayInputStream("one".getBytes(UTF_8)), new ByteArrayOutputStream());
    assertThrows(IllegalArgumentException.class, () -> streams.read(readOnly));
    assertEquals("one", readOnce(streams, 3));
  }

  @Test
  void aFullSinkMakesWritesClosedAndKeepsWhatFitted() throws IOException {
    ByteBuffer sink = ByteBuffer.allocate(5);
    Flow flow =
        Flows.of(
            src -> {
              while (src.hasRemaining() && sink.hasRemaining()) {
                sink.put(src.get());
              }
            });
    assertEquals(3, flow.write(UTF_8.encode("abc")));
    ByteBuffer more = UTF_8.encode("defg");
    ByteBuffer rest = UTF_8.encode("h");
    assertThrows(FlowClosedException.class, () -> flow.write(new ByteBuffer[] {more, rest}));
    assertEquals(2, more.position());
    assertEquals(0, rest.position());
    assertEquals(UTF_8.encode("abcde"), sink.flip());
  }

  @Test
  void gatheringWritesEachInOrder() throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    Flow flow = Flows.of(new ByteArrayInputStream(new byte[0]), sink);
    ByteBuffer direct = ByteBuffer.allocateDirect(4).put(UTF_8.encode("two ")).flip();
    ByteBuffer[] buffers = {
      UTF_8.encode("not"), UTF_8.encode("one "), direct, UTF_8.encode("three").asReadOnlyBuffer()
    };
    assertEquals(13, flow.write(buffers, 1, 3));
    assertEquals("one two three", sink.toString(UTF_8));
    assertEquals(0, buffers[0].position());
  }

  @Test
  void linesAreReadAcrossPieces() throws IOException {
    Flow flow = Flows.of(pieces("fi", "rst\nsec", "", "ond\n", "\nla", "st"));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(flow.inputStream(), UTF_8))) {
      assertEquals(List.of("first", "second", "", "last"), lines.lines().toList());
    }
  }

  @Test
  void withoutAReaderReadingIsAtTheEndAndWritingWorks() throws IOException {
    StringBuilder written = new StringBuilder();
    Flow flow = Flows.of((Flows.Writer) src -> written.append(UTF_8.decode(src)));
    assertEquals("END", readOnce(flow, 1));
    flow.write(UTF_8.encode("written"));
    assertEquals("written", written.toString());
  }

  @Test
  void withoutAWriterWritingIsClosedAndReadingWorks() throws IOException {
    Flow flow = Flows.of(pieces("read"));
    assertThrows(FlowClosedException.class, () -> flow.write(UTF_8.encode("x")));
    assertThrows(FlowClosedException.class, () -> flow.write(ByteBuffer.allocate(0)));
    assertEquals("read", readOnce(flow, 10));
  }

  @Test
  void theDirectionsOfStreamsEndAlone() throws IOException {
    List<String> closed = new java.util.ArrayList<>();
    Flow flow =
        Flows.of(
            new ByteArrayInputStream("in".getBytes(UTF_8)) {
              @Override
              public void close() {
                closed.add("in");
              }
            },
            new ByteArrayOutputStream() {
              @Override
              public void close() {
                closed.add("out");
              }
            });
    flow.shutdownOutput();
    flow.shutdownOutput();
    assertEquals(List.of("out"), closed);
    assertThrows(ClosedChannelException.class, () -> flow.write(UTF_8.encode("x")));
    assertEquals("in", readOnce(flow, 10));
    assertTrue(flow.isOpen());
    flow.close();
    flow.close();
    flow.abort();
    assertEquals(List.of("out", "in"), closed);
    assertFalse(flow.isOpen());
    assertThrows(FlowClosedException.class, () -> readOnce(flow, 1));
    assertThrows(FlowClosedException.class, () -> flow.write(UTF_8.encode("x")));
  }

  @Test
  void afterShutdownInputReadingIsAtTheEnd() throws IOException {
    Flow flow = Flows.of(pieces("unread"));
    flow.shutdownInput();
    assertEquals("END", readOnce(flow, 1));
  }

  @Test
  void bothDirectionsMustEndBeforeAChannelIsClosed(@TempDir Path folder) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve("file"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    Flow flow = Flows.of(file);
    flow.write(UTF_8.encode("kept"));
    flow.shutdownOutput();
    file.position(0);
    assertEquals("kept", readOnce(flow, 10));
    assertTrue(file.isOpen());
    flow.shutdownInput();
    assertFalse(file.isOpen());
  }

  @Test
  void timeLimitsAreRefusedWithTheRemedy() {
    Flow flow = Flows.of(pieces(), src -> {});
    flow.readTimeout(Flow.FOREVER);
    flow.writeTimeout(Flow.FOREVER);
    UnsupportedOperationException e =
        assertThrows(
            UnsupportedOperationException.class, () -> flow.readTimeout(Duration.ofSeconds(1)));
    assertTrue(String.valueOf(e.getMessage()).contains("try: "), e::getMessage);
    assertThrows(UnsupportedOperationException.class, () -> flow.writeTimeout(Duration.ZERO));
    assertEquals(Flow.FOREVER, flow.readTimeout());
  }

  @Test
  void aFailureOfTheFunctionIsTheFlows() {
    IOException failure = new IOException("disk full");
    Flow flow =
        Flows.of(
            () -> {
              throw failure;
            },
            src -> {
              throw failure;
            });
    assertEquals(failure, assertThrows(IOException.class, () -> readOnce(flow, 1)));
    assertEquals(failure, assertThrows(IOException.class, () -> flow.write(UTF_8.encode("x"))));
  }

  @Test
  void closingClosesAStreamThatWasReadToItsEnd() throws IOException {
    AtomicInteger closed = new AtomicInteger();
    InputStream in =
        new ByteArrayInputStream(new byte[] {1}) {
          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    Flow flow = Flows.of(in, new ByteArrayOutputStream());
    assertEquals(1, flow.read(ByteBuffer.allocate(2)));
    assertEquals(-1, flow.read(ByteBuffer.allocate(2)));
    flow.close();
    flow.close();
    assertEquals(1, closed.get());
  }
}
