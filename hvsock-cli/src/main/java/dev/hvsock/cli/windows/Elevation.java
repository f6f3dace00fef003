package dev.hvsock.cli.windows;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether this process has administrator rights, through {@code whoami.exe}. */
final class Elevation {
  private static final String INTEGRITY = "S-1-16-";
  private static final String HIGH = INTEGRITY + "12288";
  private static final String SYSTEM = INTEGRITY + "16384";

  private final Programs programs;

  Elevation(Programs programs) {
    this.programs = programs;
  }

  /** Whether it has; nothing if that cannot be found out. */
  Optional<Boolean> find() throws IOException {
    try {
      String groups = programs.run(List.of("whoami.exe", "/groups", "/fo", "csv", "/nh")).output();
      return groups.contains(INTEGRITY)
          ? Optional.of(Stream.of(HIGH, SYSTEM).anyMatch(groups::contains))
          : Optional.empty();
    } catch (ProgramMissingException e) {
      return Optional.empty();
    }
  }
}
