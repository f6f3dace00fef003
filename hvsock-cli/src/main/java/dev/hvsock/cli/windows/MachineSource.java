package dev.hvsock.cli.windows;

import java.io.IOException;
import java.util.List;

/** One of those who know the virtual machines of this host. */
public interface MachineSource {

  /** What it is called. */
  String name();

  /**
   * The machines that it knows and that this user may see.
   *
   * @throws dev.hvsock.TransportUnavailableException if it is not on this machine, or does not tell
   *     this user; the message ends with the remedy
   */
  List<VirtualMachine> machines() throws IOException;
}
