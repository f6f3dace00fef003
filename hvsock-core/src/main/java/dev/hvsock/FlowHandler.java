package dev.hvsock;

import java.io.IOException;

/** What a {@link Server} does with each flow. */
@FunctionalInterface
public interface FlowHandler {
  /**
   * Handles one flow, in a virtual thread of its own. When it returns the server closes the flow;
   * when it throws, the server logs why and aborts the flow. A server that stops interrupts the
   * thread if the flow has not ended within the grace period.
   *
   * @throws IOException if the flow or another one fails
   */
  void handle(Flow flow) throws IOException;
}
