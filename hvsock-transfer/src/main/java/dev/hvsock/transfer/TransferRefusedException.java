package dev.hvsock.transfer;

import java.io.IOException;

/** One end of a transfer does not want it, or cannot go on with it; the message says which, why. */
public final class TransferRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  /** Makes one whose message names operation, address, reason and remedy. */
  public TransferRefusedException(String message) {
    super(message);
  }
}
