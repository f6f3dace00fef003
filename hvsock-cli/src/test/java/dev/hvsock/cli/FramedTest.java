package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tool at addresses that are framed; the other end speaks the framing by means of its own. */
@Timeout(60)
class FramedTest {
  private static final Path SCRIPT = Path.of("src", "test", "python", "framing.py");
  private static final long SEED = Long.getLong("hvsock.seed", System.nanoTime() >>> 16);
  private static final byte[] OURS = random(SEED, (2 << 20) + 1);
  private static final byte[] THEIRS = random(SEED + 1, (2 << 20) - 1);

  @TempDir Path folder;

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void needPython() {
    Installed.assume("python3", "python3");
  }

  private UnixAddress at(String name) {
    return UnixAddress.of(folder.resolve(name));
  }

  private static Address framed(Address address) {
    return new FramedAddress(address);
  }

  private static Tool python(String verb, UnixAddress address) throws IOException {
    return Tool.program(
        List.of("python3", SCRIPT.toString(), verb, address.name(), Long.toString(SEED)));
  }

  @ParameterizedTest
  @EnumSource
  void listen(PeerCases.First first) throws Exception {
    UnixAddress address = at("socket");
    try (InProcessTool tool = InProcessTool.start("listen", framed(address).toString())) {
      tool.awaitListening();
      try (Tool peer = python("connect", address)) {
        exchange(tool, Side.of(peer), first);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void connect(PeerCases.First first) throws Exception {
    UnixAddress address = at("socket");
    try (Tool peer = python("listen", address);
        InProcessTool tool =
            InProcessTool.start("connect", "--retry", "20s", framed(address).toString())) {
      exchange(tool, Side.of(peer), first);
    }
  }

  @ParameterizedTest
  @EnumSource
  void forwardToPlain(PeerCases.First first) throws Exception {
    UnixAddress source = at("framed");
    try (Listener target = Hvsock.listen(at("plain"));
        Tool forward = forward(framed(source), target.localAddress());
        Tool peer = python("connect", source);
        Flow ours = target.accept()) {
      exchange(Side.of(ours), Side.of(peer), first);
      assertEquals(0, forward.end().code());
    }
  }

  @ParameterizedTest
  @EnumSource
  void forwardToFramed(PeerCases.First first) throws Exception {
    UnixAddress target = at("framed");
    UnixAddress source = at("plain");
    try (Tool peer = python("listen", target);
        Tool forward = forward(source, framed(target));
        Flow ours = Hvsock.connect(source)) {
      exchange(Side.of(ours), Side.of(peer), first);
      assertEquals(0, forward.end().code());
    }
  }

  private static Tool forward(Address from, Address to) throws Exception {
    Tool forward =
        Tool.start("forward", "--once", "--retry", "20s", from.toString(), to.toString());
    forward.listening();
    return forward;
  }

  /** One side sends all it has and ends; when that end has been seen, the other does. */
  private static void exchange(Side our, Side their, PeerCases.First first) throws Exception {
    if (first == PeerCases.First.OURS) {
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

  @Test
  void aPeerThatIsNotFramedIsToldApart() throws Exception {
    UnixAddress address = at("socket");
    try (Listener plain = Hvsock.listen(address);
        Tool tool = Tool.start("connect", framed(address).toString());
        Flow peer = plain.accept()) {
      peer.write(ByteBuffer.wrap("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII)));
      Tool.End end = tool.end();
      assertEquals(1, end.code(), end.talk());
      assertTrue(
          end.talk()
              .contains("('SSH-') where a frame begins, so it hardly speaks this framing; try:"),
          end.talk());
    }
  }
}
