package dev.hvsock.testing.network;

import dev.hvsock.testing.VirtualHost;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * On which host a thread runs. The threads that it starts run there too, unless they were told not
 * to inherit.
 */
public final class Place {
  private static final InheritableThreadLocal<@Nullable Host> HERE = new InheritableThreadLocal<>();

  private Place() {}

  /** The host on which the current thread runs, if it is on one. */
  static Optional<Host> here() {
    return Optional.ofNullable(HERE.get());
  }

  /** Does the work on a host. */
  public static <T extends @Nullable Object, X extends Exception> T on(
      Host host, VirtualHost.Work<T, X> work) throws X {
    Host before = HERE.get();
    HERE.set(host);
    try {
      return work.run();
    } finally {
      if (before == null) {
        HERE.remove();
      } else {
        HERE.set(before);
      }
    }
  }
}
