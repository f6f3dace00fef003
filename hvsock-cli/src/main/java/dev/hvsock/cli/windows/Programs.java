package dev.hvsock.cli.windows;

import java.io.IOException;
import java.util.List;

/** Runs other programs to their end, with nothing on their standard input. */
public interface Programs {

  /**
   * Runs one, however it ends.
   *
   * @param command the program's name and its arguments
   * @throws ProgramMissingException if there is no such program
   * @throws java.net.SocketTimeoutException if it takes too long
   * @throws java.io.InterruptedIOException if the thread is interrupted; its interrupt status is
   *     kept
   */
  ProgramEnd run(List<String> command) throws IOException;
}
