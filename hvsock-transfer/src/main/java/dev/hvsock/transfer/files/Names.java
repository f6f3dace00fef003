package dev.hvsock.transfer.files;

import dev.hvsock.transfer.wire.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of files: which of them a file system can hold, and which are the receiver's own. */
final class Names {
  /** What the names of files that are on their way begin with. */
  static final String RESERVED = ".hvsock-";

  /** The most bytes of UTF-8 that a name may have. */
  static final int LONGEST = 255;

  /** What names no file of its own. */
  private static final Set<String> NOTHING = Set.of("", ".", "..");

  private static final Pattern DEVICE =
      Pattern.compile(
          "(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\\$|conout\\$)( *\\..*)?",
          Pattern.CASE_INSENSITIVE);

  private Names() {}

  /** Why this name cannot be that of one file there, by what is known without trying it. */
  static Optional<String> refusal(FileSystem files, String name) {
    if (isReserved(name)) {
      return Optional.of("names that begin with " + RESERVED + " are for files on their way");
    }
    if (files.getSeparator().equals("\\") && isSpecialOnWindows(name)) {
      return Optional.of("Windows has another use for this name");
    }
    return isOneName(files, name) ? Optional.empty() : Optional.of(unusual(name));
  }

  /** Whether the name is reserved, or taken for one that is by a file system that folds. */
  static boolean isReserved(String name) {
    return Fold.of(name).startsWith(RESERVED);
  }

  /** Under which name a file is while it is on its way, in the folder that it goes into. */
  static String partial(String name) {
    return own(name, "partial");
  }

  /** Under which name a link is before it takes the place of something else. */
  static String link(String name) {
    return own(name, "link");
  }

  /** The bytes of the name in UTF-8. */
  static byte[] utf8(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the text has a form in UTF-8, which half of a surrogate pair has not. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
      }
    }
    return true;
  }

  private static String own(String name, String kind) {
    byte[] digest = Digest.computation().digest(utf8(name));
    return RESERVED + HexFormat.of().formatHex(digest, 0, 8) + "." + kind;
  }

  /** Names that Windows opens devices by, and ends of names that it leaves out. */
  private static boolean isSpecialOnWindows(String name) {
    return Fold.hasEnd(name) || name.indexOf(':') >= 0 || DEVICE.matcher(name).matches();
  }

  /** Whether the file system takes the name for a single one and spells it as we do. */
  private static boolean isOneName(FileSystem files, String name) {
    try {
      Path path = files.getPath(name);
      return !NOTHING.contains(name)
          && path.getRoot() == null
          && path.getNameCount() == 1
          && Fold.isSameText(path.toString(), name);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static String unusual(String name) {
    boolean ascii = name.chars().allMatch(c -> c < 0x80);
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    return ascii || encoding.equals("UTF-8")
        ? "this file system cannot hold such a name"
        : "this Java writes names in " + encoding + "; try LC_ALL=C.UTF-8";
  }
}
