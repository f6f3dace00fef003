package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.nio.file.Files;
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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our tool at one end and somebody else's at the other, on one kind of address, 8 MiB each way
 * unless set otherwise, with a half-close in either order.
 */
@Timeout(120)
abstract class PeerCases {
  /** How much each sends, which has to be much more than all buffers on the way hold. */
  static final String SIZE_PROPERTY = "hvsock.peers.mebibytes";

  private static final int BYTES = Integer.getInteger(SIZE_PROPERTY, 8) << 20;
  private static final byte[] OURS = random(1);
  private static final byte[] THEIRS = random(2);

  @TempDir Path folder;

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
    Address address = fresh();
    try (InProcessTool tool = InProcessTool.start("listen", address.toString())) {
      tool.awaitListening();
      try (Tool other = Tool.program(peer.connect(reach(address)))) {
        exchange(tool, Side.of(other), first);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("listeningPeersInBothOrders")
  void connect(Peer peer, First first) throws Exception {
    peer.assumeInstalled();
    Address address = fresh();
    try (Tool other = Tool.program(peer.listen(address));
        InProcessTool tool =
            InProcessTool.start("connect", "--retry", "20s", reach(address).toString())) {
      exchange(tool, Side.of(other), first);
    }
  }

  /** With a process of its own on our side too. */
  @Test
  void listenInAProcess() throws Exception {
    Peer.SOCAT.assumeInstalled();
    try (Tool tool = Tool.start("listen", fresh().toString());
        Tool other = Tool.program(Peer.SOCAT.connect(reach(tool.listening())))) {
      exchange(Side.of(tool), Side.of(other), First.OURS);
    }
  }

  @Test
  void connectInAProcess() throws Exception {
    Peer.SOCAT.assumeInstalled();
    Address address = fresh();
    try (Tool other = Tool.program(Peer.SOCAT.listen(address));
        Tool tool = Tool.start("connect", "--retry", "20s", reach(address).toString())) {
      exchange(Side.of(tool), Side.of(other), First.THEIRS);
    }
  }

  /** Each peer's client comes in here, and goes on to a unix socket. */
  @Test
  void forwardToUnix() throws Exception {
    try (Listener target = Hvsock.listen(UnixAddress.of(folder.resolve("target")));
        Tool forward =
            Tool.start("forward", fresh().toString(), target.localAddress().toString())) {
      for (Arguments each : peersInBothOrders().toList()) {
        Peer peer = (Peer) each.get()[0];
        peer.assumeInstalled();
        try (Tool other = Tool.program(peer.connect(reach(forward.listening())));
            Flow ours = target.accept()) {
          exchange(Side.of(ours), Side.of(other), (First) each.get()[1]);
        }
      }
    }
  }

  /** A client comes in by a unix socket, and goes on to where each peer listens in turn. */
  @Test
  void forwardFromUnix() throws Exception {
    UnixAddress source = UnixAddress.of(folder.resolve("source"));
    Address address = fresh();
    try (Tool forward =
        Tool.start("forward", "--retry", "20s", source.toString(), reach(address).toString())) {
      for (Arguments each : listeningPeersInBothOrders().toList()) {
        Peer peer = (Peer) each.get()[0];
        peer.assumeInstalled();
        try (Tool other = Tool.program(peer.listen(address));
            Flow ours = Hvsock.connect(forward.listening())) {
          exchange(Side.of(ours), Side.of(other), (First) each.get()[1]);
        }
        removeLeftOver(address);
      }
    }
  }

  /** The path that a unix listener of somebody else's may leave behind. */
  private static void removeLeftOver(Address address) throws Exception {
    if (address instanceof UnixAddress unix) {
      Files.deleteIfExists(Path.of(unix.name()));
    }
  }

  /** One side sends all it has and ends; when that has arrived, the other does. */
  static void exchange(Side our, Side their, First first) throws Exception {
    if (first == First.OURS) {
      our.give(OURS);
      their.take(OURS);
      their.give(THEIRS);
    } else {
      their.give(THEIRS);
      our.take(THEIRS);
      our.give(OURS);
    }
    our.end(THEIRS);
    their.end(OURS);
  }

  /** A program that answers only when it has seen the end of the request. */
  @Test
  void theAnswerToAWholeRequestComesAfterItsEnd() throws Exception {
    Peer.SOCAT.assumeInstalled();
    Address address = fresh();
    try (Tool other = Tool.program(Peer.socatServing(address, "sha256sum"));
        Tool tool = Tool.start("connect", "--retry", "20s", reach(address).toString())) {
      tool.send(OURS);
      tool.endInput();
      Tool.End end = tool.end();
      assertEquals(0, end.code(), end.talk());
      assertEquals(sha256(OURS) + "  -\n", end.output());
      assertEquals(0, other.end().code());
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void perfSourceIntoSocat() throws Exception {
    Peer.SOCAT.assumeInstalled();
    Address address = fresh();
    try (Tool other = Tool.program(Peer.socatReceiving(address));
        InProcessTool source = perf("source", address, "--bytes", "1M")) {
      Measurement.of(source.report()).checkBulk(1 << 20);
      Tool.End end = other.end();
      assertEquals(0, end.code(), end.talk());
      assertEquals(1 << 20, end.output().length());
    }
  }

  @Test
  void socatIntoPerfSink() throws Exception {
    Peer.SOCAT.assumeInstalled();
    Address address = fresh();
    try (InProcessTool sink = InProcessTool.start("perf", "sink", "--json", address.toString())) {
      sink.awaitListening();
      try (Tool other = Tool.program(Peer.socatSending(reach(address)))) {
        other.send(OURS);
        other.endInput();
        assertEquals(0, other.end().code());
      }
      Measurement.of(sink.report()).checkBulk(BYTES);
    }
  }

  @Test
  void perfPingAndFlowsOnSocat() throws Exception {
    Peer.SOCAT.assumeInstalled();
    Address address = fresh();
    try (Tool other = Tool.program(Peer.socatEchoing(address));
        InProcessTool ping = perf("ping", address, "--count", "20", "--threads", "virtual")) {
      Measurement.of(ping.report()).checkPing(20, 64);
      try (InProcessTool flows = perf("flows", address, "--count", "10")) {
        Measurement.of(flows.report()).checkFlows(10);
      }
      assertTrue(other.isAlive());
    }
  }

  private InProcessTool perf(String command, Address listening, String... options) {
    return InProcessTool.start(
        Stream.concat(
                Stream.of("perf", command, "--json", "--retry", "20s", reach(listening).toString()),
                Arrays.stream(options))
            .toArray(String[]::new));
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

  @Test
  void inUseByUs() throws Exception {
    try (Tool tool = Tool.start("listen", fresh().toString())) {
      for (Peer peer : Peer.values()) {
        peer.assumeInstalled();
        try (Tool other = Tool.program(peer.listen(tool.listening()))) {
          assertNotEquals(0, other.end().code(), peer::toString);
        }
      }
      assertTrue(tool.isAlive());
    }
  }
}
