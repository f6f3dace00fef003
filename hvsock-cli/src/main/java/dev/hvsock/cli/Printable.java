package dev.hvsock.cli;

import java.util.Locale;

/** Text as a terminal may be shown it, whoever wrote it. */
final class Printable {
  private static final long STEP = 1024;

  private static final String UNITS = "KMGTPE";

  private Printable() {}

  /**
   * The text with a question mark for each character that would not be shown but obeyed: control
   * characters, what turns the direction of writing, ends of lines, halves of characters.
   */
  static String text(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(each -> isObeyed(each) ? '?' : each).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean isObeyed(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> isTurn(character);
    };
  }

  private static boolean isTurn(int character) {
    return character == 0x061C
        || character == 0x200E
        || character == 0x200F
        || (character >= 0x202A && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069);
  }

  /** A name or path between quotes. */
  static String quoted(String name) {
    return "'" + text(name) + "'";
  }

  /** So many bytes: {@code 17 bytes}, {@code 1.5 MiB}. */
  static String bytes(long count) {
    if (count < STEP) {
      return count(count, "byte", "bytes");
    }
    double rest = (double) count / STEP;
    int unit = 0;
    while (rest >= STEP && unit < UNITS.length() - 1) {
      rest /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %siB", rest, UNITS.charAt(unit));
  }

  /** So many things, with their name in its one form or the other. */
  static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
