package dev.hvsock.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What came of a command that ran in a guest. Closing it deletes the results.
 *
 * @param status the command's exit status; 127 if there is no such program, 128 + n if signal n
 *     ended it
 * @param stdout what it wrote to its standard output, as UTF-8
 * @param stderr what it wrote to its standard error, as UTF-8
 * @param results the folder that the guest had as {@code HVSOCK_RESULTS}; its sub-folder {@code
 *     lab} has the guest's serial log and is otherwise the lab's own
 * @param bootTime from the start of QEMU to the start of the command
 * @param runTime from the start of the command to its end
 */
public record GuestRun(
    int status, String stdout, String stderr, Path results, Duration bootTime, Duration runTime)
    implements AutoCloseable {
  /** Deletes the results folder. */
  @Override
  public void close() throws IOException {
    new GuestShare(results).delete();
  }
}
