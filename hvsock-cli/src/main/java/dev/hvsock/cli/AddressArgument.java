package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.cli.windows.WindowsHost;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An address on the command line: one that {@link Address#parse} reads, or one that is found out
 * when the command asks for it.
 */
interface AddressArgument {

  /** The address; any thread may ask. */
  Address address() throws IOException;

  /**
   * Reads one.
   *
   * @param windows who knows the names of virtual machines, if this system is Windows
   * @throws IllegalArgumentException if {@code text} is no address
   */
  static AddressArgument parse(String text, Supplier<Optional<WindowsHost>> windows) {
    if (MachineName.isIn(text)) {
      return MachineName.parse(text, windows);
    }
    Address address = Address.parse(text);
    return () -> address;
  }
}
