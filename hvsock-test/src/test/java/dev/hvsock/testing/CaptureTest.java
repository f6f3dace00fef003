package dev.hvsock.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Capture;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import dev.hvsock.capture.Place;
import dev.hvsock.testing.Packet.What;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a capture has of flows, as it was done to them and as tshark reads it. */
@ExtendWith(Watchdog.class)
@Tag("concurrent")
class CaptureTest {
  @TempDir Path folder;

  private Path file;
  private Capture capture;

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("talk.pcap");
    capture = Capture.to(file);
  }

  @AfterEach
  void end() throws IOException {
    capture.close();
  }

  /** What the flows go over. */
  enum Way {
    MEMORY {
      @Override
      FlowPair pair(Path folder) {
        return Flows.pair();
      }
    },
    UNIX {
      @Override
      FlowPair pair(Path folder) throws IOException {
        return FlowContract.through(UnixAddress.of(folder.resolve("s")));
      }
    },
    TCP {
      @Override
      FlowPair pair(Path folder) throws IOException {
        return FlowContract.through(new TcpAddress("127.0.0.1", 0));
      }
    };

    abstract FlowPair pair(Path folder) throws IOException;
  }

  /** The end that is captured, the one that is not, and how the former's ends are called. */
  private record Talk(Flow flow, Flow peer, String here, String there) implements AutoCloseable {
    @Override
    public void close() {
      peer.abort();
      flow.abort();
    }
  }

  private Talk talk(Way way) throws IOException {
    FlowPair pair = way.pair(folder);
    return new Talk(
        capture.connected(pair.first()),
        pair.second(),
        Place.of(pair.first().localAddress(), 1).toString(),
        Place.of(pair.first().remoteAddress(), 1).toString());
  }

  /** Whoever reads at the other end must not wait for ever for who wrote and failed. */
  @Test
  void aStreamThatThrowsWhateverEndsTheCaptureAndNothingElse() throws Exception {
    FlowPair pair = Flows.pair();
    try (Capture broken = Capture.to(new Brittle(), "it");
        Flow flow = broken.connected(pair.first());
        Flow peer = pair.second()) {
      Content.write(flow, "there");
      assertEquals("there", Content.readText(peer, 5));
      Content.write(peer, "back");
      assertEquals("back", ThreadKind.PLATFORM.start(() -> Content.readText(flow, 4)).get());
      assertTrue(broken.failure().orElseThrow().toString().contains("it is broken"));
      peer.shutdownOutput();
    }
  }

  /** Takes the header. */
  private static final class Brittle extends OutputStream {
    private int writes;

    @Override
    public void write(int b) {
      throw new IllegalStateException("not used");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (writes++ > 0) {
        throw new IllegalStateException("it is broken");
      }
    }
  }

  /** The packets; tshark sees the same as a plain reading of the file. */
  private List<Packet> packets() throws Exception {
    List<Packet> packets = Packet.read(file);
    assertEquals(packets, Tshark.read(file));
    for (int i = 1; i < packets.size(); i++) {
      assertTrue(packets.get(i - 1).time() <= packets.get(i).time(), "time goes on");
    }
    return packets;
  }

  /**
   * Such ends as those of {@link Packet#ends}: a {@code >} comes from here, a {@code <} from there.
   */
  private static List<String> ends(Talk talk, String... events) {
    return Arrays.stream(events)
        .map(event -> (event.startsWith(">") ? talk.here : talk.there) + event.substring(1))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void aRequestAndItsAnswer(Way way) throws Exception {
    byte[] request = Content.bytes(300_000);
    byte[] answer = Content.bytes(70_001);
    Path content = Files.write(folder.resolve("content"), request);
    try (Talk talk = talk(way);
        FileChannel source = FileChannel.open(content)) {
      Task<?> peer =
          ThreadKind.VIRTUAL.start(
              () -> {
                assertArrayEquals(request, Content.toEnd(talk.peer()));
                Content.write(talk.peer(), answer);
                talk.peer().close();
              });
      ByteBuffer some = ByteBuffer.allocateDirect(100_000).put(request, 0, 100_000).flip();
      talk.flow().write(new ByteBuffer[] {some, ByteBuffer.wrap(request, 100_000, 100_000)}, 0, 2);
      talk.flow().transferFrom(source, 200_000, Long.MAX_VALUE);
      talk.flow().shutdownOutput();
      assertArrayEquals(answer, Content.toEnd(talk.flow()));
      talk.flow().close();
      peer.get();
      List<Packet> packets = packets();
      assertArrayEquals(request, Packet.bytes(packets, talk.here()));
      assertArrayEquals(answer, Packet.bytes(packets, talk.there()));
      assertEquals(
          ends(
              talk,
              "> REQUEST",
              "< RESPONSE",
              "> SHUTDOWN_SEND",
              "< SHUTDOWN_SEND",
              "> SHUTDOWN_BOTH"),
          Packet.ends(packets));
      assertTrue(packets.stream().allMatch(packet -> packet.payload().remaining() <= 64 * 1024));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePeerEndsFirst(Way way) throws Exception {
    try (Talk talk = talk(way)) {
      Content.write(talk.peer(), "greeting");
      talk.peer().shutdownOutput();
      ByteBuffer[] split = {ByteBuffer.allocate(3), ByteBuffer.allocateDirect(30)};
      assertEquals(8, talk.flow().read(split));
      assertEquals(-1, talk.flow().read(ByteBuffer.allocate(1)));
      assertEquals(-1, talk.flow().read(ByteBuffer.allocate(1)));
      talk.flow().shutdownInput(); // which tells nothing new
      Content.write(talk.flow(), "thanks");
      talk.flow().shutdownOutput();
      talk.flow().abort(); // frees what is over already
      List<Packet> packets = packets();
      assertEquals("greeting", text(Packet.bytes(packets, talk.there())));
      assertEquals("thanks", text(Packet.bytes(packets, talk.here())));
      assertEquals(
          ends(
              talk,
              "> REQUEST",
              "< RESPONSE",
              "< SHUTDOWN_SEND",
              "> SHUTDOWN_SEND",
              "> SHUTDOWN_BOTH"),
          Packet.ends(packets));
    }
  }

  @Test
  void resetsOfBothSides() throws Exception {
    try (Talk mine = talk(Way.MEMORY);
        FlowPair pair = Flows.pair()) {
      mine.flow().abort();
      mine.flow().abort();
      Flow accepted = capture.accepted(pair.first());
      pair.second().abort();
      assertThrows(FlowResetException.class, () -> accepted.read(ByteBuffer.allocate(1)));
      assertThrows(FlowResetException.class, () -> accepted.read(ByteBuffer.allocate(1)));
      accepted.abort();
      String here = Place.of(pair.first().localAddress(), 2).toString();
      String there = Place.of(pair.first().remoteAddress(), 2).toString();
      List<String> expected = new ArrayList<>(ends(mine, "> REQUEST", "< RESPONSE", "> RST"));
      expected.addAll(List.of(there + " REQUEST", here + " RESPONSE", there + " RST"));
      assertEquals(expected, Packet.ends(packets()));
    }
  }

  @Test
  void whoReadsNoMore() throws Exception {
    try (Talk talk = talk(Way.MEMORY)) {
      talk.peer().shutdownInput();
      assertThrows(
          FlowClosedException.class, () -> talk.flow().write(ByteBuffer.wrap(new byte[9])));
      talk.flow().shutdownInput();
      assertEquals(-1, talk.flow().read(ByteBuffer.allocate(1)));
      assertEquals(
          ends(talk, "> REQUEST", "< RESPONSE", "< SHUTDOWN_RCV", "> SHUTDOWN_RCV"),
          Packet.ends(Packet.read(file)));
      assertEquals(0, Packet.bytes(Packet.read(file), talk.here()).length);
    }
  }

  /** Of a write that runs out of time, what was written. */
  @ParameterizedTest
  @EnumSource
  void whatReallyMoved(Way way) throws Exception {
    try (Talk talk = talk(way)) {
      talk.flow().writeTimeout(Duration.ofMillis(50));
      ByteBuffer bulk = Content.bulk();
      SocketTimeoutException full =
          assertThrows(SocketTimeoutException.class, () -> talk.flow().write(bulk));
      assertTrue(full.bytesTransferred > 0);
      assertArrayEquals(
          firstOfBulk(full.bytesTransferred), Packet.bytes(Packet.read(file), talk.here()));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static byte[] firstOfBulk(int length) {
    byte[] first = new byte[length];
    Content.bulk().get(first);
    return first;
  }

  /** A file channel would be closed by it. */
  @Test
  void anInterruptDoesNotEndTheCapture() throws Exception {
    try (Talk talk = talk(Way.UNIX)) {
      Thread.currentThread().interrupt();
      Content.write(talk.flow(), "interrupted"); // as it need not wait
      assertThrows(InterruptedIOException.class, () -> talk.flow().read(ByteBuffer.allocate(1)));
      assertTrue(Thread.interrupted());
      Content.write(talk.flow(), ", and on");
      assertEquals("interrupted, and on", text(Packet.bytes(Packet.read(file), talk.here())));
    }
  }

  /** The peer's answer may be there before the writing thread has come back from its write. */
  @ParameterizedTest
  @EnumSource
  void noAnswerIsRecordedBeforeItsQuestion(Way way) throws Exception {
    int rounds = 3000;
    try (Talk talk = talk(way)) {
      Task<?> peer = ThreadKind.VIRTUAL.start(() -> Flows.copy(talk.peer(), talk.peer()));
      Task<?> reader = ThreadKind.PLATFORM.start(() -> Content.read(talk.flow(), 8 * rounds));
      Task<?> writer =
          ThreadKind.VIRTUAL.start(
              () -> {
                for (long i = 0; i < rounds; i++) {
                  talk.flow().write(ByteBuffer.allocate(8).putLong(0, i));
                }
                talk.flow().shutdownOutput();
              });
      writer.get();
      reader.get();
      peer.get();
      int asked = 0;
      int answered = 0;
      for (Packet packet : Packet.read(file)) {
        int bytes = packet.payload().remaining();
        asked += packet.from().equals(talk.here()) ? bytes : 0;
        answered += packet.from().equals(talk.there()) ? bytes : 0;
        assertTrue(answered <= asked, answered + " bytes were answered of " + asked);
      }
      assertEquals(8 * rounds, answered);
    }
  }

  /** Their packets stand between each other's, and are told apart by where they come from. */
  @Test
  void manyFlowsInOneFile() throws Exception {
    Seeded.run(this::manyFlowsInOneFile);
  }

  private void manyFlowsInOneFile(Random random) throws Exception {
    List<Task<?>> tasks = new ArrayList<>();
    List<byte[]> sent = new ArrayList<>();
    try (Listener listener = Hvsock.listen(UnixAddress.of(folder.resolve("many")))) {
      for (int i = 0; i < 20; i++) {
        Flow flow = capture.connected(Hvsock.connect(listener.localAddress()));
        Flow peer = listener.accept();
        byte[] bytes = Content.bytes(random, 1 + random.nextInt(200_000));
        sent.add(bytes);
        tasks.add(ThreadKind.VIRTUAL.start(() -> Flows.copy(peer, peer)));
        tasks.add(ThreadKind.VIRTUAL.start(() -> writeInPieces(flow, bytes)));
        tasks.add(ThreadKind.VIRTUAL.start(() -> Content.read(flow, bytes.length)));
      }
      for (Task<?> task : tasks) {
        task.get();
      }
    }
    List<Packet> packets = packets();
    long listening = Place.of(UnixAddress.of(folder.resolve("many")), 0).port();
    for (int i = 0; i < sent.size(); i++) {
      String client = "2000000000000:" + (i + 1);
      assertArrayEquals(sent.get(i), Packet.bytes(packets, client), client);
      assertArrayEquals(
          sent.get(i),
          Packet.bytes(
              packets.stream().filter(packet -> packet.to().equals(client)).toList(),
              "1000000000000:" + listening));
    }
    assertEquals(capture.packets(), packets.size());
    assertEquals(20, packets.stream().filter(p -> p.what() == What.REQUEST).count());
  }

  private static void writeInPieces(Flow flow, byte[] bytes) throws IOException {
    for (int at = 0; at < bytes.length; at += 7000) {
      flow.write(ByteBuffer.wrap(bytes, at, Math.min(7000, bytes.length - at)));
    }
    flow.shutdownOutput();
  }
}
