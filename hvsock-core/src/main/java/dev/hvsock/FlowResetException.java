package dev.hvsock;

import java.net.SocketException;

/**
 * The peer is gone without having ended its direction: it aborted, was killed, or its machine was.
 */
public final class FlowResetException extends SocketException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one that says {@code message}.
   *
   * @param message operation, address and reason
   */
  public FlowResetException(String message) {
    super(message);
  }
}
