package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What is neither file nor folder nor link. */
final class SpecialFile {
  /** Where the bits of a mode that say what it is begin; see inode(7). */
  private static final int KIND = 12;

  private SpecialFile() {}

  /** What it is called. */
  static String name(Path path) {
    return switch (kind(path)) {
      case 001 -> "a pipe";
      case 002, 006 -> "a device";
      case 014 -> "a socket";
      default -> "a special file";
    };
  }

  private static int kind(Path path) {
    try {
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return mode instanceof Integer bits ? bits >> KIND : 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      return 0;
    }
  }
}
