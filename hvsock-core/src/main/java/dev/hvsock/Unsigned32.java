package dev.hvsock;

/**
 * Unsigned 32-bit numbers, such as CIDs and vsock ports, held in a {@code long}: the one place that
 * checks them.
 */
final class Unsigned32 {
  /** The largest one, which AF_VSOCK calls -1 or "any". */
  static final long MAX = 0xFFFF_FFFFL;

  private Unsigned32() {}

  /** Returns {@code value} if it fits, else throws IllegalArgumentException. */
  static long check(String what, long value) {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException(what + " " + value + " is not in 0 to " + MAX);
    }
    return value;
  }

  /**
   * Reads decimal digits and nothing else: no sign, no spaces.
   *
   * @param max the largest number that is allowed
   * @param remedy what to write instead
   */
  static long parse(String what, String text, long max, String remedy) {
    boolean isNumber =
        text.length() >= 1
            && text.length() <= 10
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber || Long.parseLong(text) > max) {
      throw new IllegalArgumentException(
          what + " '" + text + "' is not a number in 0 to " + max + "; try: " + remedy);
    }
    return Long.parseLong(text);
  }
}
