package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowResetException;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flow joined to standard input and output, by connecting and by listening. */
@Timeout(60)
final class ConnectListenTest {
  private static final byte[] NOTHING = {};

  @TempDir Path folder;

  private Address path() {
    return UnixAddress.of(folder.resolve("s"));
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static String readAll(Flow flow) throws Exception {
    return new String(flow.inputStream().readAllBytes(), UTF_8);
  }

  private Address anywhere(String transport) {
    return transport.equals("unix") ? path() : Address.parse("tcp://127.0.0.1:0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void connectHalfClosesAtEndOfInputAndReadsOn(String transport) throws Exception {
    try (Listener listener = Hvsock.listen(anywhere(transport));
        Tool tool = Tool.start("connect", listener.localAddress().toString());
        Flow flow = listener.accept()) {
      tool.send(text("question"));
      tool.endInput();
      assertEquals("question", readAll(flow));
      flow.write(ByteBuffer.wrap(text("answer")));
      assertTrue(tool.isAlive());
      flow.shutdownOutput();
      assertEquals(new Tool.End(0, "answer", ""), tool.end());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void connectGoesOnSendingAfterThePeerHalfClosed(String transport) throws Exception {
    try (Listener listener = Hvsock.listen(anywhere(transport));
        Tool tool = Tool.start("connect", listener.localAddress().toString());
        Flow flow = listener.accept()) {
      flow.write(ByteBuffer.wrap(text("first")));
      flow.shutdownOutput();
      Thread.sleep(500); // longer than it takes to ask whether the peer reads on
      assertTrue(tool.isAlive());
      tool.send(text("still here"));
      tool.endInput();
      assertEquals("still here", readAll(flow));
      assertEquals(new Tool.End(0, "first", ""), tool.end());
    }
  }

  @Test
  void connectEndsWhenThePeerNeitherSendsNorReads() throws Exception {
    try (Listener listener = Hvsock.listen(path());
        Tool tool = Tool.start("connect", listener.localAddress().toString())) {
      try (Flow flow = listener.accept()) {
        flow.write(ByteBuffer.wrap(text("bye")));
        flow.abort();
      }
      assertEquals(new Tool.End(0, "bye", ""), tool.end());
    }
  }

  @Test
  void inputThatThePeerDoesNotTakeIsAFailure() throws Exception {
    try (Listener listener = Hvsock.listen(path());
        Tool tool = Tool.start("connect", listener.localAddress().toString());
        Flow flow = listener.accept()) {
      flow.shutdownInput();
      tool.send(text("lost"));
      Thread.sleep(100);
      flow.shutdownOutput();
      Tool.End end = tool.end();
      assertEquals(1, end.code());
      assertEquals(
          "hvsock: write " + listener.localAddress() + ": the peer reads no more (EPIPE)",
          end.talk());
    }
  }

  @Test
  void aResetIsAFailure() throws Exception {
    try (Listener listener = Hvsock.listen(Address.parse("tcp://127.0.0.1:0"));
        Tool tool = Tool.start("connect", listener.localAddress().toString())) {
      Flow flow = listener.accept();
      tool.send(text("x"));
      flow.read(ByteBuffer.allocate(1)); // by now it knows that it is connected
      flow.abort();
      Tool.End end = tool.end();
      assertEquals(1, end.code());
      assertTrue(end.talk().endsWith("the peer is gone (ECONNRESET)"), end.talk());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void listenReadsOnAfterItsInputEnded(String transport) throws Exception {
    try (Tool tool = Tool.start("listen", anywhere(transport).toString());
        Flow flow = Hvsock.connect(tool.listening())) {
      tool.send(text("hello"));
      tool.endInput();
      assertEquals("hello", readAll(flow));
      flow.write(ByteBuffer.wrap(text("hello yourself")));
      flow.shutdownOutput();
      Tool.End end = tool.end();
      assertEquals(0, end.code());
      assertEquals("hello yourself", end.output());
    }
  }

  @Test
  void listenGoesOnSendingAfterThePeerHalfClosed() throws Exception {
    try (Tool tool = Tool.start("listen", path().toString());
        Flow flow = Hvsock.connect(tool.listening())) {
      flow.write(ByteBuffer.wrap(text("question")));
      flow.shutdownOutput();
      Thread.sleep(500);
      assertFalse(Files.exists(folder.resolve("s")), "one flow is all it listens for");
      tool.send(text("answer"));
      tool.endInput();
      assertEquals("answer", readAll(flow));
      Tool.End end = tool.end();
      assertEquals(0, end.code());
      assertEquals("question", end.output());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix", "tcp"})
  void eightMebibytesEachWayArriveWhole(String transport) throws Exception {
    byte[] there = new byte[8 << 20];
    byte[] back = new byte[8 << 20];
    new Random(1).nextBytes(there);
    new Random(2).nextBytes(back);
    try (Tool listen = Tool.start("listen", anywhere(transport).toString());
        Tool connect = Tool.start("connect", listen.listening().toString())) {
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      connect.send(there);
                      connect.endInput();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      listen.send(back);
      listen.endInput();
      sender.join();
      Tool.End connected = connect.end();
      Tool.End listened = listen.end();
      assertEquals(0, connected.code(), connected.talk());
      assertEquals(0, listened.code(), listened.talk());
      assertArrayEquals(back, connected.output().getBytes(ISO_8859_1));
      assertArrayEquals(there, listened.output().getBytes(ISO_8859_1));
    }
  }

  @Test
  void retryWaitsForTheListener() throws Exception {
    try (Tool tool = Tool.start("connect", "--retry", "20s", "-v", path().toString())) {
      tool.await(("hvsock: connecting to " + path() + ", for 20.000 s at most")::equals);
      Thread.sleep(200);
      assertTrue(tool.isAlive());
      try (Listener listener = Hvsock.listen(path());
          Flow flow = listener.accept()) {
        tool.endInput();
        flow.shutdownOutput();
        Tool.End end = tool.end();
        assertEquals(0, end.code());
        assertTrue(end.talk().contains("hvsock: connected to " + path()), end.talk());
      }
    }
  }

  @Test
  void aReaderOfStandardOutputThatLeavesIsNoFailure() throws Exception {
    try (Listener listener = Hvsock.listen(path());
        Tool tool =
            Tool.shell(
                "sleep 20 | $hvsock connect %s | head -c 1; echo :${PIPESTATUS[1]}"
                    .formatted(path()));
        Flow flow = listener.accept()) {
      try {
        while (true) {
          flow.write(ByteBuffer.wrap(new byte[64 * 1024]));
        }
      } catch (IOException e) {
        // It reads no more, which is what its reader wanted.
      }
      tool.handle()
          .children()
          .filter(child -> child.info().command().orElse("").endsWith("sleep"))
          .forEach(ProcessHandle::destroy);
      assertEquals(new Tool.End(0, "\0:0\n", ""), tool.end());
    }
  }

  @Test
  void aSignalResetsTheFlow() throws Exception {
    try (Listener listener = Hvsock.listen(Address.parse("tcp://127.0.0.1:0"));
        Tool tool = Tool.start("connect", listener.localAddress().toString());
        Flow flow = listener.accept()) {
      flow.readTimeout(Duration.ofSeconds(20));
      tool.send(text("x"));
      flow.read(ByteBuffer.allocate(1));
      tool.signal("INT");
      assertThrows(FlowResetException.class, () -> flow.read(ByteBuffer.allocate(1)));
      assertEquals(new Tool.End(130, "", ""), tool.end());
    }
  }

  @Test
  void listenRemovesItsPathWhenStopped() throws Exception {
    try (Tool tool = Tool.start("listen", path().toString())) {
      tool.listening();
      tool.signal("TERM");
      assertEquals(143, tool.end().code());
      assertFalse(Files.exists(folder.resolve("s")));
    }
  }

  @Test
  void aPeerWithoutANameIsAClientOfTheAddress() throws Exception {
    try (Tool tool = Tool.start("listen", "-v", path().toString());
        Flow flow = Hvsock.connect(tool.listening())) {
      tool.endInput();
      flow.write(ByteBuffer.wrap(text("hey")));
      flow.shutdownOutput();
      assertEquals("", readAll(flow));
      String talk = tool.end().talk();
      assertTrue(talk.endsWith("a client of " + path() + ": 0 bytes sent, 3 received"), talk);
    }
  }

  @Test
  void verboseTellsTheBytes() throws Exception {
    try (Listener listener = Hvsock.listen(path());
        Tool tool = Tool.start("connect", "-v", path().toString());
        Flow flow = listener.accept()) {
      tool.send(text("12345"));
      tool.endInput();
      flow.write(ByteBuffer.wrap(text("123")));
      flow.shutdownOutput();
      assertTrue(tool.end().talk().endsWith(": 5 bytes sent, 3 received"));
    }
    assertEquals(5, Tool.run(NOTHING, "connect", path().toString()).code());
  }
}
