package dev.hvsock.transfer.wire;

import java.io.IOException;

/** The peer has said that the transfer is over. */
public final class PeerFailedException extends IOException {
  private static final long serialVersionUID = 1;

  private final Ending why;

  PeerFailedException(Message.Failed failed) {
    super(failed.reason());
    why = failed.why();
  }

  /** Why it is. */
  public Ending why() {
    return why;
  }
}
