package dev.hvsock.cli;

import java.util.List;

/** Who runs a line of commands on this system. */
final class Shell {
  private Shell() {}

  /** What runs {@code line}. */
  static List<String> command(String line) {
    return System.getProperty("os.name").startsWith("Windows")
        // With /s, the outermost quotes are taken away and the rest is left as it is.
        ? List.of("cmd.exe", "/d", "/s", "/c", '"' + line + '"')
        : List.of("/bin/sh", "-c", line);
  }
}
