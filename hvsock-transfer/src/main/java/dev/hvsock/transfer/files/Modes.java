package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The nine permission bits of POSIX, as a number and as Java has them. */
final class Modes {
  /** What the owner alone may do with files, and with folders, that are on their way. */
  static final int OWN_FILE = 0600;

  static final int OWN_FOLDER = 0700;

  private static final int HIGHEST = 0400;

  /** In the order of the bits, the highest first. */
  private static final PosixFilePermission[] BITS = PosixFilePermission.values();

  private static final List<Set<PosixFilePermission>> SETS = sets();

  private static final FileAttribute<?>[] NONE = {};
  private static final FileAttribute<?>[] FILE = {attribute(OWN_FILE)};
  private static final FileAttribute<?>[] FOLDER = {attribute(OWN_FOLDER)};

  private Modes() {}

  /**
   * With what an entry is made that gets its own permissions when it is complete: for its owner
   * alone if it has some, else with what this machine gives to new files.
   */
  static FileAttribute<?>[] whileIncomplete(Entry entry, boolean posix) {
    if (!posix || entry.mode().isEmpty()) {
      return NONE;
    }
    return entry.kind() == Kind.FOLDER ? FOLDER : FILE;
  }

  /** The permissions that these bits stand for; not to be changed. */
  static Set<PosixFilePermission> permissions(int mode) {
    return SETS.get(mode & 0777);
  }

  /** The bits of these permissions. */
  static int bits(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (int i = 0; i < BITS.length; i++) {
      mode |= permissions.contains(BITS[i]) ? HIGHEST >> i : 0;
    }
    return mode;
  }

  private static FileAttribute<?> attribute(int mode) {
    return PosixFilePermissions.asFileAttribute(permissions(mode));
  }

  private static List<Set<PosixFilePermission>> sets() {
    List<Set<PosixFilePermission>> sets = new ArrayList<>();
    for (int mode = 0; mode <= 0777; mode++) {
      Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
      for (int i = 0; i < BITS.length; i++) {
        if ((mode & HIGHEST >> i) != 0) {
          set.add(BITS[i]);
        }
      }
      sets.add(set);
    }
    return List.copyOf(sets);
  }
}
