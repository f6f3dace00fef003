package dev.hvsock.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * JUnit test classes that run in a guest of the {@link GuestLab}, on real AF_VSOCK; each of their
 * cases becomes a case of the test that runs the suite.
 *
 * {@snippet :
 * class AgentInGuestTest {
 *   @TestFactory
 *   Stream<DynamicTest> inGuest() {
 *     return GuestSuite.of(AgentOverVsockTest.class).run();
 *   }
 * }
 * }
 *
 * <p>The guest runs them with this JVM's class path and system, by JUnit's console launcher, which
 * must be on the class path ({@code org.junit.platform:junit-platform-console}). The classes
 * themselves are best excluded from the ordinary run, by a tag. Where the lab is missing something
 * the suite is skipped with the remedy, or fails if {@code HVSOCK_LAB=required}.
 */
public final class GuestSuite {
  private static final Duration LIMIT = Duration.ofMinutes(8);

  private final List<Class<?>> classes;
  private final List<String> jvmOptions;
  private final UnaryOperator<GuestLab> lab;
  private final String place;

  private GuestSuite(
      List<Class<?>> classes, List<String> jvmOptions, UnaryOperator<GuestLab> lab, String place) {
    this.classes = List.copyOf(classes);
    this.jvmOptions = List.copyOf(jvmOptions);
    this.lab = lab;
    this.place = place;
  }

  /** A suite of these test classes. */
  public static GuestSuite of(Class<?>... classes) {
    return new GuestSuite(
        List.of(classes), List.of(), lab -> lab.limit(LIMIT), "on real AF_VSOCK in a guest");
  }

  /** The same suite with more options for the JVM in the guest, such as {@code -Dname=value}. */
  public GuestSuite jvmOptions(String... options) {
    List<String> all = new ArrayList<>(jvmOptions);
    all.addAll(List.of(options));
    return new GuestSuite(classes, all, lab, place);
  }

  /**
   * The same suite in a guest that this sets up: what it gets is the lab as it is unless set, with
   * a limit of 8 minutes.
   */
  public GuestSuite lab(UnaryOperator<GuestLab> change) {
    return new GuestSuite(classes, jvmOptions, each -> change.apply(lab.apply(each)), place);
  }

  /**
   * The same suite, whose line of how many cases ran says that they did there; "on real AF_VSOCK in
   * a guest" unless set.
   */
  public GuestSuite place(String text) {
    return new GuestSuite(classes, jvmOptions, lab, text);
  }

  /**
   * Boots a guest, runs the suite in it and ends it, which takes the time that takes; then gives
   * the outcome of each case. Prints one line that says how many there were.
   */
  public Stream<DynamicTest> run() throws IOException {
    GuestLab.missing().ifPresent(reason -> report("0 cases ran " + place + ": " + reason));
    GuestLab opened = lab.apply(GuestLab.forTest(GuestLink.NONE)).forTest();
    try (GuestRun run = opened.run(command())) {
      List<ReportedCase> cases = ReportedCase.read(run.results().resolve("junit"));
      if (cases.isEmpty()) {
        throw new GuestException(
            "the suite ran no case, exit status "
                + run.status()
                + "\n"
                + run.stdout()
                + run.stderr());
      }
      long ran = cases.stream().filter(each -> each.skipped().isEmpty()).count();
      report(
          "%d cases ran %s, %d did not apply (booted in %d s, ran for %d s)"
              .formatted(
                  ran,
                  place,
                  cases.size() - ran,
                  run.bootTime().toSeconds(),
                  run.runTime().toSeconds()));
      return cases.stream().map(each -> dynamicTest(each.name(), each::replay));
    }
  }

  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  private void report(String line) {
    System.out.println(
        "hvsock: " + classes.stream().map(Class::getSimpleName).toList() + ": " + line);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    // The shell is there for the results folder, whose place only the guest knows.
    command.addAll(
        List.of("sh", "-c", "exec \"$0\" \"$@\" --reports-dir=\"$HVSOCK_RESULTS/junit\""));
    command.addAll(GuestLab.java(jvmOptions, ReportedCase.launch(classes)));
    return command;
  }
}
