package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents show of Java is a quotation, line by line but for indentation and empty lines,
 * of a test or a sample that the build compiles and runs.
 */
@Tag("concurrent")
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK =
      Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** The README's program, which a test runs as it stands there. */
  private static final String RUN_ITSELF = "class Hello {";

  private static List<String> sources;

  @BeforeAll
  static void read() throws IOException {
    sources = new ArrayList<>();
    for (String folder :
        List.of("hvsock-test/src/test", "hvsock-test/src/it", "hvsock-transfer/src/test/java")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          sources.add(bare(Files.readString(file)));
        }
      }
    }
  }

  static Stream<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), files.toList().stream())
          .filter(each -> each.toString().endsWith(".md"))
          .map(ROOT::relativize)
          .sorted();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void quotesWhatIsTested(Path document) throws IOException {
    String text = Files.readString(ROOT.resolve(document));
    for (MatchResult block : BLOCK.matcher(text).results().toList()) {
      String quoted = bare(block.group(1));
      assertTrue(
          quoted.contains(RUN_ITSELF)
              || sources.stream().anyMatch(source -> source.contains(quoted)),
          () -> "no test or sample has these lines:\n" + block.group(1));
    }
  }

  /** The lines that say something, each with an end. */
  private static String bare(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n", "\n", "\n"));
  }
}
