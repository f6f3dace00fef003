package dev.hvsock.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@link LeakChecks}, where no other test opens and closes things meanwhile. */
@Tag("concurrent")
class LeakCheckTest {

  @TestFactory
  Stream<DynamicTest> inAProcessOfItsOwn(@TempDir Path folder) throws Exception {
    List<String> command = new ArrayList<>(ReportedCase.launch(List.of(LeakChecks.class)));
    String console = command.removeFirst();
    command.add("--reports-dir=" + folder);
    List<ReportedCase> cases = run(console, command, folder);
    return cases.stream().map(each -> dynamicTest(each.name(), each::replay));
  }

  /** The launcher's exit tells of failures, too, of which the reports say more. */
  private static List<ReportedCase> run(String console, List<String> arguments, Path folder)
      throws Exception {
    try {
      EngineProgram.run(Class.forName(console), List.of(), 60, arguments.toArray(String[]::new));
    } catch (AssertionError e) {
      if (failed(folder).isEmpty()) {
        throw e;
      }
    }
    return ReportedCase.read(folder);
  }

  private static List<ReportedCase> failed(Path folder) throws IOException {
    return ReportedCase.read(folder).stream().filter(each -> each.failure().isPresent()).toList();
  }
}
