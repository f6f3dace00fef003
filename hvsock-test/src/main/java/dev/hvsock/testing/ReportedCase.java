package dev.hvsock.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * One case of a JUnit run that took place elsewhere, in a guest for example, as the run's report
 * tells it.
 *
 * @param name class and case
 * @param failure what it failed with, with its stack trace
 * @param skipped why it did not run
 */
public record ReportedCase(String name, Optional<String> failure, Optional<String> skipped) {

  /**
   * What a JVM is to run so that there are reports to {@linkplain #read}: JUnit's console launcher,
   * which must be on the class path, and its arguments but for {@code --reports-dir=FOLDER}.
   */
  public static List<String> launch(List<Class<?>> classes) {
    List<String> words = new ArrayList<>();
    words.add("org.junit.platform.console.ConsoleLauncher");
    words.addAll(List.of("execute", "--disable-banner", "--details=tree"));
    classes.forEach(each -> words.add("--select-class=" + each.getName()));
    return words;
  }

  /**
   * Reads all reports in a folder, as JUnit's console launcher leaves them with {@code
   * --reports-dir}; none where there is no such folder.
   *
   * @throws IOException if a file cannot be read, or is no report
   */
  public static List<ReportedCase> read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<ReportedCase> cases = new ArrayList<>();
    try (Stream<Path> reports = Files.list(folder)) {
      for (Path report :
          reports.filter(path -> path.toString().endsWith(".xml")).sorted().toList()) {
        cases.addAll(parse(report));
      }
    }
    return cases;
  }

  private static List<ReportedCase> parse(Path report) throws IOException {
    try {
      NodeList found =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getElementsByTagName("testcase");
      return IntStream.range(0, found.getLength())
          .mapToObj(i -> of((Element) found.item(i)))
          .toList();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("read " + report + ": it is no JUnit report", e);
    }
  }

  private static ReportedCase of(Element element) {
    String type = element.getAttribute("classname");
    return new ReportedCase(
        type.substring(type.lastIndexOf('.') + 1) + ": " + element.getAttribute("name"),
        text(element, "failure").or(() -> text(element, "error")),
        text(element, "skipped"));
  }

  private static Optional<String> text(Element element, String tag) {
    NodeList found = element.getElementsByTagName(tag);
    return found.getLength() == 0
        ? Optional.empty()
        : Optional.of(found.item(0).getTextContent().strip());
  }

  /** Has the same outcome here: returns, fails, or is aborted. */
  public void replay() {
    failure.ifPresent(text -> Assertions.fail(name + ": " + text));
    skipped.ifPresent(Assumptions::abort);
  }
}
