package dev.hvsock.transfer.files;

import java.util.Locale;
import java.util.Set;

/**
 * What is known of the file system that a folder is on, by what its store calls itself; of one that
 * is not known, nothing is lacking.
 */
record Store(String type) {
  private static final Set<String> FAT =
      Set.of("fat", "fat12", "fat16", "fat32", "vfat", "msdos", "umsdos");

  private static final long LARGEST_OF_FAT = (1L << 32) - 1;

  Store {
    type = type.toLowerCase(Locale.ROOT); // which it is not on Windows
  }

  /** Whether its times may be those of every other second only. */
  boolean countsInTwoSeconds() {
    return isFat() || type.equals("exfat") || type.contains("zip");
  }

  /** Whether files have permissions of their own there. */
  boolean keepsModes() {
    return !isFat() && !type.equals("exfat");
  }

  /** How many bytes a file may have. */
  long largestFile() {
    return isFat() ? LARGEST_OF_FAT : Long.MAX_VALUE;
  }

  private boolean isFat() {
    return FAT.contains(type);
  }
}
