package dev.hvsock.cli;

import dev.hvsock.Address;
import dev.hvsock.TransportUnavailableException;
import dev.hvsock.cli.windows.WindowsHost;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An address with the name of a virtual machine in place of its id, {@code
 * hyperv://name=NAME/SERVICE}. It is looked up once, when it is first asked for.
 */
final class MachineName implements AddressArgument {
  private static final String SCHEME = "hyperv://";
  private static final String MARK = SCHEME + "name=";

  private final String text;
  private final Supplier<Optional<WindowsHost>> windows;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Address address;

  private MachineName(String text, Supplier<Optional<WindowsHost>> windows) {
    this.text = text;
    this.windows = windows;
  }

  /** Whether {@code text} has such a name, at its begin or after the scheme of another layer. */
  static boolean isIn(String text) {
    return text.startsWith(MARK) || text.matches("[a-z]+:" + MARK + ".*");
  }

  static MachineName parse(String text, Supplier<Optional<WindowsHost>> windows) {
    MachineName parsed = new MachineName(text, windows);
    if (parsed.nameEnd() <= parsed.nameBegin()) {
      throw new IllegalArgumentException(
          "address '" + text + "': name or service is missing; try: hyperv://name=MyVM/5000");
    }
    parsed.with("wildcard"); // for what is wrong with the rest to be said now
    return parsed;
  }

  private int nameBegin() {
    return text.indexOf(MARK) + MARK.length();
  }

  /** Names may have any character in them, services no slash. */
  private int nameEnd() {
    return text.lastIndexOf('/');
  }

  private Address with(String id) {
    String before = text.substring(0, text.indexOf(MARK));
    return Address.parse(before + SCHEME + id + text.substring(nameEnd()));
  }

  @Override
  public Address address() throws IOException {
    lock.lock();
    try {
      Address known = address != null ? address : with(lookUp());
      address = known;
      return known;
    } finally {
      lock.unlock();
    }
  }

  private String lookUp() throws IOException {
    Optional<WindowsHost> host = windows.get();
    if (host.isEmpty()) {
      throw new TransportUnavailableException(
          text
              + ": virtual machines have names on Windows only; try: hvsock doctor, or the CID that"
              + " the VM was started with, vsock://CID:PORT");
    }
    try {
      return host.get().machine(text.substring(nameBegin(), nameEnd())).toString();
    } catch (NoRouteToHostException e) {
      throw named(new NoRouteToHostException(text + ": " + e.getMessage()), e);
    } catch (TransportUnavailableException e) {
      throw named(new TransportUnavailableException(text + ": " + e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text + ": " + e.getMessage(), e);
    }
  }

  private static <X extends IOException> X named(X failure, IOException cause) {
    failure.initCause(cause);
    return failure;
  }
}
