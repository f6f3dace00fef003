package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

/**
 * What is in a tree, as GNU's programs tell it on either machine: of each file its name, kind,
 * mode, modification time to the nanosecond, where it leads to if it is a link, and its digest.
 */
final class TreeListing {
  /** Given a folder; a link has no mode nor time of its own that would matter. */
  private static final String SCRIPT =
      """
      export LC_ALL=C
      cd '%s'
      find . -type l -printf '%%P\\t%%y\\t%%l\\n' -o -printf '%%P\\t%%y\\t%%m\\t%%T@\\n' | sort
      find . -type f -print0 | sort -z | xargs -0 -r sha256sum
      """;

  private TreeListing() {}

  static String inGuest(GuestShell guest, String folder) throws Exception {
    return guest.run(SCRIPT.formatted(folder));
  }

  static String here(Path folder) throws Exception {
    List<String> command = List.of("bash", "-e", "-o", "pipefail", "-c", SCRIPT.formatted(folder));
    try (Tool find = Tool.program(command)) {
      Tool.End end = find.end();
      assertEquals(0, end.code(), end.talk());
      return new String(end.output().getBytes(ISO_8859_1), UTF_8);
    }
  }

  /** The same with times to the second, which is what some file systems keep of them. */
  static String coarse(String listing) {
    return listing.replaceAll("(?m)(\t-?\\d+)\\.\\d+$", "$1");
  }
}
