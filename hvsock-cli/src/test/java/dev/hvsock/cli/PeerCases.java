package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.UnixAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our tool at one end and somebody else's at the other, on one kind of address, 8 MiB each way,
 * with a half-close in either order.
 */
@Timeout(120)
abstract class PeerCases {
  private static final int BYTES = 8 << 20;

  @TempDir Path folder;

  private final byte[] ours = random(1);
  private final byte[] theirs = random(2);

  /** Where our tool is told to listen so that nobody else listens there. */
  abstract Address fresh();

  /** Where a listener at {@code listening} is connected to. */
  abstract Address reach(Address listening);

  /** Whose direction ends first; the other's begins when that end has been seen. */
  enum First {
    OURS,
    THEIRS
  }

  /** All but a listening ncat whose client ends first: it ends itself then, and cannot answer. */
  static Stream<Arguments> listeningPeersInBothOrders() {
    return peersInBothOrders()
        .filter(each -> !List.of(each.get()).equals(List.of(Peer.NCAT, First.OURS)));
  }

  static Stream<Arguments> peersInBothOrders() {
    return Arrays.stream(Peer.values())
        .flatMap(peer -> Arrays.stream(First.values()).map(first -> Arguments.of(peer, first)));
  }

  private static byte[] random(long seed) {
    byte[] bytes = new byte[BYTES];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("peersInBothOrders")
  void listen(Peer peer, First first) throws Exception {
    peer.assumeInstalled();
    try (Tool tool = Tool.start("listen", fresh().toString());
        Tool other = Tool.program(peer.connect(reach(tool.listening())))) {
      exchange(tool, other, first);
    }
  }

  @ParameterizedTest
  @MethodSource("listeningPeersInBothOrders")
  void connect(Peer peer, First first) throws Exception {
    peer.assumeInstalled();
    Address address = fresh();
    try (Tool other = Tool.program(peer.listen(address));
        Tool tool = Tool.start("connect", "--retry", "20s", reach(address).toString())) {
      exchange(tool, other, first);
    }
  }

  /** The peer's client comes in here, and goes on to a unix socket where our own listens. */
  @ParameterizedTest
  @MethodSource("peersInBothOrders")
  void forwardToUnix(Peer peer, First first) throws Exception {
    peer.assumeInstalled();
    UnixAddress target = UnixAddress.of(folder.resolve("target"));
    try (Tool tool = Tool.start("listen", target.toString());
        Tool forward =
            Tool.start("forward", "-v", fresh().toString(), tool.listening().toString());
        Tool other = Tool.program(peer.connect(reach(forward.listening())))) {
      exchange(tool, other, first);
      String line =
          forward.await(said -> said.contains(BYTES + " bytes there, " + BYTES + " back"));
      assertTrue(
          line.endsWith(first == First.OURS ? "the target ended first" : "the client ended first"),
          line);
    }
  }

  /** Our client goes in by a unix socket, and on to where the peer listens. */
  @ParameterizedTest
  @MethodSource("listeningPeersInBothOrders")
  void forwardFromUnix(Peer peer, First first) throws Exception {
    peer.assumeInstalled();
    UnixAddress source = UnixAddress.of(folder.resolve("source"));
    Address address = fresh();
    try (Tool other = Tool.program(peer.listen(address));
        Tool forward =
            Tool.start(
                "forward",
                "--once",
                "--retry",
                "20s",
                source.toString(),
                reach(address).toString());
        Tool tool = Tool.start("connect", forward.listening().toString())) {
      exchange(tool, other, first);
      assertEquals(0, forward.end().code());
    }
  }

  /** One side sends all it has and ends; when that has arrived, the other does. */
  private void exchange(Tool tool, Tool other, First first) throws Exception {
    if (first == First.OURS) {
      pass(ours, tool, other);
      pass(theirs, other, tool);
    } else {
      pass(theirs, other, tool);
      pass(ours, tool, other);
    }
    assertEnds(tool, theirs);
    assertEnds(other, ours);
  }

  private static void pass(byte[] bytes, Tool from, Tool to) throws Exception {
    from.send(bytes);
    from.endInput();
    assertArrayEquals(bytes, to.awaitOutput(bytes.length));
  }

  private static void assertEnds(Tool tool, byte[] output) throws Exception {
    Tool.End end = tool.end();
    assertEquals(0, end.code(), end.talk());
    assertArrayEquals(output, end.output().getBytes(ISO_8859_1));
  }

  /** A program that answers only when it has seen the end of the request. */
  @Test
  void theAnswerToAWholeRequestComesAfterItsEnd() throws Exception {
    Peer.SOCAT.assumeInstalled();
    Address address = fresh();
    try (Tool other = Tool.program(Peer.socatServing(address, "sha256sum"));
        Tool tool = Tool.start("connect", "--retry", "20s", reach(address).toString())) {
      tool.send(ours);
      tool.endInput();
      Tool.End end = tool.end();
      assertEquals(0, end.code(), end.talk());
      assertEquals(sha256(ours) + "  -\n", end.output());
      assertEquals(0, other.end().code());
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void nobodyListens() throws Exception {
    Tool.End end = Tool.run(new byte[0], "connect", reach(fresh()).toString());
    assertEquals(5, end.code(), end.talk());
    assertTrue(end.talk().contains("nobody listens there"), end.talk());
  }

  @Test
  void inUseByAPeer() throws Exception {
    Peer.PYTHON.assumeInstalled();
    Address address = fresh();
    try (Tool other = Tool.program(Peer.PYTHON.listen(address))) {
      other.await(line -> line.equals("listening"));
      Tool.End end = Tool.run(new byte[0], "listen", address.toString());
      assertEquals(1, end.code(), end.talk());
      assertTrue(end.talk().contains("(EADDRINUSE); try: "), end.talk());
    }
  }

  @ParameterizedTest
  @EnumSource
  void inUseByUs(Peer peer) throws Exception {
    peer.assumeInstalled();
    try (Tool tool = Tool.start("listen", fresh().toString());
        Tool other = Tool.program(peer.listen(tool.listening()))) {
      assertNotEquals(0, other.end().code());
      assertTrue(tool.isAlive());
    }
  }
}
