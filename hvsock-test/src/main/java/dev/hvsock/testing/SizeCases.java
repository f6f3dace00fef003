package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sizes around those that transports buffer, frame or cut by. */
@ExtendWith(Watchdog.class)
public interface SizeCases extends FlowSupply {

  /** Where the tests of ocaml-hvsock found faults, and their neighbours. */
  List<Integer> SIZES =
      List.of(
          0,
          1,
          4,
          4095,
          4096,
          4097,
          4098,
          4099,
          5000,
          5001,
          5002,
          65535,
          65536,
          65537,
          (1 << 20) - 1,
          1 << 20,
          (1 << 20) + 1);

  /** Each size on each kind of thread. */
  static Stream<Arguments> sizes() {
    return SIZES.stream()
        .flatMap(size -> Stream.of(ThreadKind.values()).map(kind -> Arguments.of(size, kind)));
  }

  @ParameterizedTest(name = "{0} bytes, {1}")
  @MethodSource("dev.hvsock.testing.SizeCases#sizes")
  default void writtenBeforeAnyOtherSizeAndEndedByTheWriter(int size, ThreadKind threads)
      throws Exception {
    for (int next : SIZES) {
      try (FlowPair pair = connectedPair()) {
        Task<?> echo =
            threads.start(
                () -> {
                  Flows.copy(pair.second(), pair.second());
                  pair.second().shutdownOutput();
                });
        Task<?> writer =
            threads.start(
                () -> {
                  Content.write(pair.first(), Content.bytes(size));
                  Content.write(pair.first(), Content.bytes(next));
                  pair.first().shutdownOutput();
                });
        assertEchoed(pair.first(), size, next);
        echo.get();
        writer.get();
      }
    }
  }

  @ParameterizedTest(name = "{0} bytes, {1}")
  @MethodSource("dev.hvsock.testing.SizeCases#sizes")
  default void writtenBeforeAnyOtherSizeAndEndedByTheEcho(int size, ThreadKind threads)
      throws Exception {
    for (int next : SIZES) {
      try (FlowPair pair = connectedPair()) {
        Task<?> echo =
            threads.start(
                () -> {
                  Content.write(pair.second(), Content.read(pair.second(), size));
                  Content.write(pair.second(), Content.read(pair.second(), next));
                  pair.second().shutdownOutput();
                  assertEquals(0, Content.toEnd(pair.second()).length);
                });
        Task<?> writer =
            threads.start(
                () -> {
                  Content.write(pair.first(), Content.bytes(size));
                  Content.write(pair.first(), Content.bytes(next));
                });
        assertEchoed(pair.first(), size, next);
        writer.get();
        pair.first().shutdownOutput();
        echo.get();
      }
    }
  }

  private static void assertEchoed(Flow flow, int size, int next) throws Exception {
    assertArrayEquals(Content.bytes(size), Content.read(flow, size));
    assertArrayEquals(Content.bytes(next), Content.read(flow, next), () -> "and then " + next);
    assertEquals(-1, flow.read(ByteBuffer.allocate(1)), () -> "and then " + next);
  }

  @Case
  default void tenMebibytesInRandomPiecesHaveTheSameDigest(ThreadKind threads) throws Exception {
    Seeded.run(
        random -> {
          byte[] sent = Content.bytes(random, 1 + random.nextInt(10 << 20));
          try (FlowPair pair = connectedPair()) {
            Random cuts = new Random(random.nextLong());
            Task<?> writer =
                threads.start(
                    () -> {
                      ByteBuffer buffer = ByteBuffer.wrap(sent);
                      while (buffer.position() < sent.length) {
                        int piece = 1 + cuts.nextInt(1 << (1 + cuts.nextInt(18)));
                        buffer.limit(Math.min(buffer.position() + piece, sent.length));
                        pair.first().write(buffer);
                      }
                      pair.first().shutdownOutput();
                    });
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream in =
                new DigestInputStream(pair.second().inputStream(), digest)) {
              int n = 0;
              while (n >= 0) {
                n = in.read(new byte[1 + random.nextInt(1 << (1 + random.nextInt(18)))]);
              }
            }
            writer.get();
            assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(sent), digest.digest());
          }
        });
  }
}
