package dev.hvsock.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.FaultScript;
import dev.hvsock.testing.FaultyFlow;
import dev.hvsock.testing.Watchdog;
import dev.hvsock.transfer.TestVector.Said;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The library says its part in each of the recorded conversations, and takes the other one. */
@ExtendWith(Watchdog.class)
@CheckLeaks
@Tag("concurrent")
class ConversationTest {
  /** Those in which the library does not say the same as a sender: it cuts files otherwise. */
  private static final Set<String> NOT_SENT = Set.of("holes", "given-up", "wrong-digest", "broken");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  static Stream<Arguments> parts() {
    return TestVector.in("conversations")
        .flatMap(
            vector ->
                vector.ends().stream()
                    .filter(end -> !(end.equals("sender") && NOT_SENT.contains(vector.name())))
                    .filter(end -> !(end.equals("asker") && vector.name().equals("broken")))
                    .map(end -> Arguments.of(vector, end)));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void saysItsPart(TestVector vector, String end) throws Exception {
    converse(vector, end, flow -> flow);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void saysItsPartWhenItHearsAByteAtATime(TestVector vector, String end) throws Exception {
    converse(vector, end, ConversationTest::torn);
  }

  private void converse(TestVector vector, String end, Wrapping wrapping) throws Exception {
    LibraryPart library = new LibraryPart(vector, end, folder, PATIENCE);
    library.prepare();
    try (FlowPair pair = Flows.pair()) {
      FutureTask<Optional<TransferReport>> task =
          new FutureTask<>(() -> library.run(wrapping.wrap(pair.first())));
      Thread.ofVirtual().name("library").start(task);
      play(vector, end, pair.second());
      library.check(task);
    }
  }

  /** Changes how a flow behaves. */
  private interface Wrapping {
    Flow wrap(Flow flow);
  }

  /** One byte at a time is all there ever is to read. */
  private static Flow torn(Flow flow) {
    return FaultyFlow.over(flow, FaultScript.none().shortReads(1));
  }

  /** Says all that the other end says, and hears what the library should. */
  private static void play(TestVector vector, String library, Flow flow) throws IOException {
    for (Said said : vector.said()) {
      if (!said.end().equals(library)) {
        if (said.isHalfClose()) {
          flow.shutdownOutput();
        } else {
          flow.write(ByteBuffer.wrap(said.bytes()));
        }
      } else if (said.isHalfClose()) {
        assertEquals(-1, flow.read(ByteBuffer.allocate(1)), "the library goes on");
      } else {
        byte[] heard = hear(said, flow);
        assertTrue(
            TestVector.isSaid(said, heard),
            () -> said + "\nwas to be " + hex(said.bytes()) + "\nand was " + hex(heard));
      }
    }
    flow.shutdownOutput();
  }

  /** What the library says next, but for that it is still at it, unless that is expected. */
  private static byte[] hear(Said expected, Flow flow) throws IOException {
    if (expected.name().equals("GREETING")) {
      return take(flow, expected.bytes().length);
    }
    while (true) {
      byte[] head = take(flow, 5);
      byte[] fields = take(flow, ByteBuffer.wrap(head).getInt(1));
      if (head[0] != 'T') {
        byte[] all = Arrays.copyOf(head, 5 + fields.length);
        System.arraycopy(fields, 0, all, 5, fields.length);
        return all;
      }
    }
  }

  private static byte[] take(Flow flow, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      assertTrue(flow.read(bytes) >= 0, "the library ends too early");
    }
    return bytes.array();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }
}
