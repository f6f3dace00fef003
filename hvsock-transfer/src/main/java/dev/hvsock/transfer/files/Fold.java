package dev.hvsock.transfer.files;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is left of a name when all is taken away that some file system does not keep apart: case,
 * compatible and composed characters, characters that show nothing, dots and spaces at the end.
 *
 * <p>It is generous: names that no file system takes for one may have one fold, and are then tried
 * on the real one ({@link Spellings}).
 */
final class Fold {
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\p{Cf}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164"
              + "\\ufe00-\\ufe0f\\uffa0\\x{e0000}-\\x{e0fff}]+");

  private Fold() {}

  /** The fold of this name. */
  static String of(String name) {
    return withoutEnd(isAscii(name) ? name.toLowerCase(Locale.ROOT) : unicode(name));
  }

  /** Whether both are the same text to Unicode, in whatever form. */
  static boolean isSameText(String one, String other) {
    return one.equals(other)
        || Normalizer.normalize(one, Normalizer.Form.NFC)
            .equals(Normalizer.normalize(other, Normalizer.Form.NFC));
  }

  /** Whether the name ends in what Windows leaves out. */
  static boolean hasEnd(String name) {
    return name.endsWith(".") || name.endsWith(" ");
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Upper case first, as that makes one of what has two small letters, as the two sigmas. */
  private static String unicode(String name) {
    String visible = INVISIBLE.matcher(name).replaceAll("");
    String plain = Normalizer.normalize(visible, Normalizer.Form.NFKD);
    String lower = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(lower.replace('ς', 'σ'), Normalizer.Form.NFKD);
  }

  private static String withoutEnd(String name) {
    int end = name.length();
    while (end > 1 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
      end--;
    }
    return name.substring(0, end);
  }
}
