package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a document of this project shows, to be run as it stands there. */
final class DocumentBlock {
  /** The project's folder, which documents are named in. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private DocumentBlock() {}

  /** All of that language, in their order. */
  static List<String> all(String document, String language) throws IOException {
    return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(Files.readString(ROOT.resolve(document)))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** The one of that language that has {@code word} in it. */
  static String of(String document, String language, String word) throws IOException {
    List<String> blocks =
        all(document, language).stream().filter(block -> block.contains(word)).toList();
    assertEquals(1, blocks.size(), language + " with " + word);
    return blocks.getFirst();
  }
}
