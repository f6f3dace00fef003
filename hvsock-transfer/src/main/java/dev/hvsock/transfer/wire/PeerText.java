package dev.hvsock.transfer.wire;

/** Text of a peer, made fit to be shown: no character of it can command a terminal. */
public final class PeerText {
  private PeerText() {}

  /** The text with every character that controls or hides something replaced. */
  public static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(each -> shown.appendCodePoint(isPlain(each) ? each : '\uFFFD'));
    return shown.toString();
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
