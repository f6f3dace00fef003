package dev.hvsock.testing;

import dev.hvsock.Capture;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Over flows of another kind than the engine's: views of them, which TLS has to be joined to. Runs
 * with the stress, for the sake of time.
 */
@Tag("stress")
@Tag("thorough")
class TlsForeignContractTest extends TlsSupply implements FlowContract {
  @SuppressWarnings("NullAway.Init")
  private static Capture capture;

  @BeforeAll
  static void beginCapture() throws IOException {
    capture = Capture.to(OutputStream.nullOutputStream(), "nowhere");
  }

  @AfterAll
  static void endCapture() throws IOException {
    capture.close();
  }

  @Override
  FlowPair pairBelow() {
    FlowPair pair = Flows.pair();
    return new FlowPair(capture.connected(pair.first()), capture.accepted(pair.second()));
  }
}
