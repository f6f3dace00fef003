package dev.hvsock.testing;

import java.io.IOException;

/** Tells that a guest had not ended at its limit and was killed. */
public final class GuestTimeoutException extends GuestException {
  private static final long serialVersionUID = 1;

  GuestTimeoutException(String message, GuestMachine machine) throws IOException {
    super(message, machine);
  }
}
