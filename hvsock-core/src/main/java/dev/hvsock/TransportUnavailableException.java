package dev.hvsock;

import java.net.SocketException;

/**
 * This machine cannot do what was asked, whoever the peer is; the message names the remedy where
 * there is one.
 */
public final class TransportUnavailableException extends SocketException {
  private static final long serialVersionUID = 1;

  /**
   * Makes one that says {@code message}.
   *
   * @param message operation, address, reason and remedy
   */
  public TransportUnavailableException(String message) {
    super(message);
  }
}
