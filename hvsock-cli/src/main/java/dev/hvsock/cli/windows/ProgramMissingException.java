package dev.hvsock.cli.windows;

import java.io.IOException;

/** A program is not on this machine, or this user may not run it. */
public final class ProgramMissingException extends IOException {
  private static final long serialVersionUID = 1;

  ProgramMissingException(String program, IOException cause) {
    super("run " + program + ": there is no such program here, or you may not run it", cause);
  }
}
