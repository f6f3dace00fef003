package dev.hvsock.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bytes, at least one.
 *
 * @param bytes so many
 */
record Size(long bytes) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,18})(?:([KMGT])(iB|B)?|B)?", Pattern.CASE_INSENSITIVE);

  private static final String UNITS = "KMGT";

  /**
   * Reads a size as people write it: {@code 64}, {@code 256K}, {@code 256KiB}, {@code 1M}. As
   * everywhere on Linux K is 1024 and KB is 1000.
   */
  static Size parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size; try: 64, 256K, 1M, 1G, or 256KB for 256000");
    }
    try {
      return new Size(Math.multiplyExact(Long.parseLong(parts.group(1)), unit(parts)));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is more than there are bytes", e);
    }
  }

  private static long unit(Matcher parts) {
    if (parts.group(2) == null) {
      return 1;
    }
    long step = "B".equalsIgnoreCase(parts.group(3)) ? 1000 : 1024;
    long unit = step;
    for (int i = UNITS.indexOf(parts.group(2).toUpperCase(Locale.ROOT)); i > 0; i--) {
      unit *= step;
    }
    return unit;
  }

  /**
   * The size of a thing that may not be larger than {@code most}, such as a buffer.
   *
   * @param option which option asks for it
   */
  int upTo(int most, String option) {
    if (bytes > most) {
      throw new IllegalArgumentException(option + " " + bytes + " is more than " + most);
    }
    return (int) bytes;
  }
}
