package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.hvsock.FlowPair;
import dev.hvsock.FramedAddress;
import dev.hvsock.Tls;
import dev.hvsock.UnixAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Over frames, which come one at a time: a record takes several, and the last one of a turn has to
 * be looked at before its reader waits, as nothing will wake it.
 */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class TlsOverFramedTest {
  private static final int FRAME_BYTES = 4096;

  /** What a record takes beside the bytes in it. */
  private static final int RECORD_BYTES = 22;

  @TempDir static Path folder;

  private static final Tls TLS = Certificates.ofBothEnds();

  static IntStream lengths() {
    IntStream around =
        IntStream.rangeClosed(1, 15)
            .map(frames -> frames * FRAME_BYTES)
            .flatMap(
                length -> IntStream.of(length - RECORD_BYTES, length - RECORD_BYTES + 1, length));
    return IntStream.concat(IntStream.of(1, 13_000, 60_000), around);
  }

  /** Each on a flow of its own, whose first wait is a wait: later ones may try again before. */
  @ParameterizedTest
  @MethodSource("lengths")
  void aTurnIsReadToItsEnd(int length) throws Exception {
    byte[] turn = Content.bytes(length);
    FramedAddress address = new FramedAddress(UnixAddress.of(folder.resolve("s" + length)));
    try (FlowPair pair = Certificates.secured(FlowContract.through(address), TLS, TLS)) {
      pair.first().readTimeout(Duration.ofSeconds(5));
      pair.second().readTimeout(Duration.ofSeconds(5));
      Content.write(pair.first(), turn);
      assertArrayEquals(turn, Content.read(pair.second(), length));
      Content.write(pair.second(), turn);
      assertArrayEquals(turn, Content.read(pair.first(), length));
    }
  }
}
