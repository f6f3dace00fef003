package dev.hvsock.transfer;

import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.transfer.wire.Wire;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** The end of a transfer that has been signed off: nothing that happens to the flow matters now. */
final class Ends {
  private Ends() {}

  /** Waits for the peer's end; what it says instead breaks the protocol all the same. */
  static void await(Wire wire) throws IOException {
    try {
      wire.awaitEnd();
    } catch (FlowResetException | FlowClosedException | SocketTimeoutException e) {
      // It is gone, or slow to go.
    }
  }
}
