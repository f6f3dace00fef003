package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** The tables of docs/testing.md have every case and every fault, and no other. */
@Tag("concurrent")
class TestingDocTest {
  private static final Path DOCUMENT = Path.of("../docs/testing.md");

  /** All that is marked as code and looks like this, from one heading on to another one. */
  private static Set<String> marked(String from, String to, String pattern) throws IOException {
    String text = Files.readString(DOCUMENT);
    int start = text.indexOf("\n" + from + "\n");
    int end = to.isEmpty() ? text.length() : text.indexOf("\n" + to + "\n");
    return Pattern.compile("`(" + pattern + ")`")
        .matcher(text.substring(start, end))
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyCaseIsInTheTable() throws IOException {
    Set<String> cases =
        Stream.of(FlowContract.class, ListenerContract.class)
            .flatMap(contract -> Arrays.stream(contract.getMethods()))
            .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> told =
        marked("### Its cases", "### What it has been shown to find", "[a-z]\\w{9,}");
    told.remove("shutdownInput");
    assertEquals(cases, told);
  }

  @Test
  void everyFaultIsInTheTable() throws IOException {
    Set<String> faults =
        Stream.concat(
                FaultsAreFoundTest.faults(),
                Arrays.stream(ListenerFault.values()).filter(each -> each != ListenerFault.NONE))
            .map(Object::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(faults, marked("### What it has been shown to find", "", "[A-Z]+_\\w+"));
  }
}
