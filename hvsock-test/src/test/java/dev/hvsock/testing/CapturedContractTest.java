package dev.hvsock.testing;

import dev.hvsock.Capture;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Tag;

/**
 * A flow that is recorded keeps to what flows promise. Here it is recorded twice: of a flow of the
 * engine's and of another kind, as its view is one, other things are done.
 */
@Tag("concurrent")
class CapturedContractTest implements FlowContract {
  @Override
  public FlowPair connectedPair() throws IOException {
    Capture capture = Capture.to(OutputStream.nullOutputStream(), "nothing");
    Capture again = Capture.to(OutputStream.nullOutputStream(), "nothing again");
    FlowPair pair = Flows.pair();
    return new FlowPair(
        again.connected(capture.connected(pair.first())),
        again.accepted(capture.accepted(pair.second())));
  }
}
