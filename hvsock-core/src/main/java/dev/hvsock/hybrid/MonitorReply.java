package dev.hvsock.hybrid;

import java.util.OptionalLong;

/**
 * What a monitor answers when the guest has taken the flow: {@code OK}, in any case, a space, the
 * port of the host that it gave the flow, and a line feed. Read byte by byte, so that none of what
 * follows is taken, and given up at the first byte that does not belong there.
 */
final class MonitorReply {
  private static final String PREFIX = "OK ";
  private static final int MAX_DIGITS = 10;
  private static final long MAX_PORT = 0xFFFF_FFFFL;

  private final StringBuilder text = new StringBuilder();
  private OptionalLong port = OptionalLong.empty();

  /**
   * Takes the next byte.
   *
   * @return whether what has come so far is a reply, or may become one
   */
  boolean accepts(byte next) {
    char c = (char) Byte.toUnsignedInt(next);
    int position = text.length();
    text.append(c);
    if (position < PREFIX.length()) {
      return upper(c) == PREFIX.charAt(position);
    }
    if (c == '\n' && position > PREFIX.length()) {
      long value = Long.parseLong(text.substring(PREFIX.length(), position));
      port = OptionalLong.of(value);
      return value <= MAX_PORT;
    }
    return c >= '0' && c <= '9' && position < PREFIX.length() + MAX_DIGITS;
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
  }

  /** The port, once the reply is complete. */
  OptionalLong port() {
    return port;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** What has come so far, with what is not printable as {@code \xNN}. */
  @Override
  public String toString() {
    StringBuilder printable = new StringBuilder();
    text.chars()
        .forEach(
            c ->
                printable.append(
                    c >= ' ' && c < 0x7f ? String.valueOf((char) c) : "\\x%02x".formatted(c)));
    return printable.toString();
  }
}
