package dev.hvsock.cli;

import dev.hvsock.transfer.Overwrite;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The values of {@code --overwrite}, in the letters that are typed, offered and listed. */
final class OverwriteOption implements Iterable<String> {
  private static String word(Overwrite value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static List<String> words() {
    return Stream.of(Overwrite.values()).map(OverwriteOption::word).toList();
  }

  @Override
  public Iterator<String> iterator() {
    return words().iterator();
  }

  static Overwrite parse(String text) {
    return Stream.of(Overwrite.values())
        .filter(each -> word(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of " + words() + ", but '" + text + "' was given"));
  }
}
