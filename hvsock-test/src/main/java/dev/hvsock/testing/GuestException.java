package dev.hvsock.testing;

import java.io.IOException;

/**
 * Tells that a guest could not be booted, or ended before its command did. The message carries the
 * ends of the logs that explain it.
 */
public class GuestException extends IOException {
  private static final long serialVersionUID = 1;

  private final String serialLog;
  private final String stderr;

  GuestException(String message) {
    super(message);
    this.serialLog = "";
    this.stderr = "";
  }

  GuestException(String message, GuestMachine machine) throws IOException {
    super(
        message
            + section("the guest's serial log", machine.share().tail("serial.log"))
            + section("the command's standard error", machine.share().tail("stderr"))
            + section("QEMU's output", machine.share().tail("qemu.log"))
            + section("the output of the guest's vsock device", machine.vsock().log()));
    this.serialLog = machine.share().tail("serial.log");
    this.stderr = machine.share().tail("stderr");
  }

  /**
   * The end of what the guest's kernel and first process wrote to the serial console; empty if
   * nothing.
   */
  public String serialLog() {
    return serialLog;
  }

  /** The end of what the command wrote to its standard error; empty if it was not started. */
  public String stderr() {
    return stderr;
  }

  private static String section(String title, String text) {
    return text.isEmpty() ? "" : "\n--- end of " + title + ":\n" + text;
  }
}
