package dev.hvsock.headers;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A compiler and the headers that come with it, both of which may be missing.
 *
 * @param remedy what installs them
 * @param probe a header of each package that the remedy names
 */
record Toolchain(CCompiler compiler, String remedy, List<String> probe) {
  /** Whether each one that was asked for is here. */
  private static final Map<Toolchain, Boolean> FOUND = new ConcurrentHashMap<>();

  static final Toolchain LINUX =
      new Toolchain(
          new CCompiler("gcc"),
          "apt-get install gcc libc6-dev linux-libc-dev",
          List.of("stdio.h", "linux/types.h"));

  static final Toolchain LINUX_AARCH64 =
      new Toolchain(
          new CCompiler("aarch64-linux-gnu-gcc"),
          "apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross linux-libc-dev-arm64-cross",
          List.of("stdio.h", "linux/types.h"));

  /** For x64; Debian has no such compiler for ARM64. */
  static final Toolchain WINDOWS =
      new Toolchain(
          new CCompiler("x86_64-w64-mingw32-gcc"),
          "apt-get install gcc-mingw-w64-x86-64",
          List.of("stdio.h", "winsock2.h", "hvsocket.h"));

  /** The compiler; where it is missing, the test is skipped, or fails if this is CI. */
  CCompiler orSkip() {
    if (!FOUND.computeIfAbsent(this, asked -> compiler.finds(probe))) {
      String message = compiler.command() + " or its headers are missing; try: " + remedy;
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      abort(message);
    }
    return compiler;
  }
}
