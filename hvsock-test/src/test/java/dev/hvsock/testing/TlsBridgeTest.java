package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Capture;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Abrupt ends of flows of another kind than the engine's, which threads join TLS to. */
@Tag("concurrent")
@CheckLeaks
@ExtendWith(Watchdog.class)
class TlsBridgeTest {
  private static final Tls TLS = Certificates.ofBothEnds();

  /** A flow of functions over another one, whose reading fails when it is cut. */
  private static final class Cable {
    private final Flow inside;
    private volatile boolean cut;

    Cable(Flow inside) {
      this.inside = inside;
    }

    Flow flow() {
      return Flows.of(this::read, inside::write);
    }

    private Optional<ByteBuffer> read() throws IOException {
      Optional<ByteBuffer> bytes = inside.read();
      if (cut) {
        throw new IOException("read cable: it is cut");
      }
      return bytes;
    }
  }

  @Case
  void aFlowThatFailsEndsTheSecuredOne(ThreadKind threads) throws Exception {
    FlowPair pair = Flows.pair();
    Cable cable = new Cable(pair.first());
    try (FlowPair ends =
        Certificates.secured(new FlowPair(cable.flow(), pair.second()), TLS, TLS)) {
      Task<Integer> reader =
          threads.start(() -> ends.first().read(ByteBuffer.allocate(1))).awaitBlocked();
      Task<Integer> writer = threads.start(() -> ends.first().write(Content.bulk())).awaitBlocked();
      cable.cut = true;
      Content.write(ends.second(), "what is on its way then");
      reader.failure(FlowResetException.class);
      writer.failure(IOException.class);
    } finally {
      pair.first().abort();
    }
  }

  /** The peer sees a reset, and no end that was only not announced, though it has not read. */
  @Case
  void anAbortIsOneOfTheFlowBelowToo(ThreadKind threads) throws Exception {
    FlowPair pair = Flows.pair();
    try (Capture capture = Capture.to(OutputStream.nullOutputStream(), "nowhere");
        FlowPair ends =
            Certificates.secured(
                new FlowPair(capture.connected(pair.first()), pair.second()), TLS, TLS)) {
      Task<Integer> reader =
          threads.start(() -> ends.first().read(ByteBuffer.allocate(1))).awaitBlocked();
      Task<Integer> writer = threads.start(() -> ends.first().write(Content.bulk())).awaitBlocked();
      ends.first().abort();
      reader.failure(ClosedChannelException.class);
      writer.failure(ClosedChannelException.class);
      assertFalse(pair.first().isOpen());
      FlowResetException told =
          assertThrows(FlowResetException.class, () -> Content.toEnd(ends.second()));
      assertFalse(
          String.valueOf(told.getMessage()).contains("without the goodbye"), told::toString);
    }
  }
}
