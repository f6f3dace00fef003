package dev.hvsock.windows;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import dev.hvsock.foreign.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which libraries the binding classes link, and where their functions leave error numbers. */
final class WindowsLibrary {
  /**
   * Names a library that stands in for those of Windows, so that tests can run this package on
   * Linux. Its functions have names that begin with {@code win_}, and leave their errors in errno.
   */
  private static final @Nullable String STAND_IN = System.getProperty("dev.hvsock.winsock");

  /** How many bytes of native memory a call needs to leave its error number in. */
  static final long ERROR_BYTES = Linker.Option.captureStateLayout().byteSize();

  private WindowsLibrary() {}

  static boolean isStoodInFor() {
    return STAND_IN != null;
  }

  /** The library of that name, without {@code .dll}. */
  static CLibrary of(String name) {
    return STAND_IN == null
        ? new CLibrary(SymbolLookup.libraryLookup(name, Arena.global()), "")
        : new CLibrary(SymbolLookup.libraryLookup(Path.of(STAND_IN), Arena.global()), "win_");
  }

  /** Captures what {@code function} would say after the call: WSAGetLastError or GetLastError. */
  static Linker.Option capture(String function) {
    return Linker.Option.captureCallState(captured(function));
  }

  /** Where in the captured state that is. */
  static long offset(String function) {
    return Linker.Option.captureStateLayout().byteOffset(groupElement(captured(function)));
  }

  private static String captured(String function) {
    return STAND_IN == null ? function : "errno";
  }
}
