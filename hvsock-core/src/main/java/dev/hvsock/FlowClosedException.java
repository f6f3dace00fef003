package dev.hvsock;

import java.nio.channels.ClosedChannelException;

/** The flow, its output, or the listener is closed; or the peer of the flow will read no more. */
public final class FlowClosedException extends ClosedChannelException {
  private static final long serialVersionUID = 1;

  private final String message;

  /**
   * Makes one that says {@code message}.
   *
   * @param message operation, address and reason
   */
  public FlowClosedException(String message) {
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
