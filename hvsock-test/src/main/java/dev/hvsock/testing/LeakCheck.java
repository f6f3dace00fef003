package dev.hvsock.testing;

import dev.hvsock.engine.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/** What was there when a test began, to be compared with what is there after it. */
final class LeakCheck {
  /** The check that the current thread's test, or the test that made this thread, belongs to. */
  private static final InheritableThreadLocal<LeakCheck> CURRENT = new InheritableThreadLocal<>();

  private static final int FRAMES = 6;

  /** Frames that say nothing of the test. */
  private static final Pattern COMMON = Pattern.compile("java\\.base/|(app//)?org\\.junit\\.");

  private static final long PAUSE_MILLIS = 5;

  private final Set<Leak> kinds;
  private final boolean shared;
  private final long lastOpened = Ledger.last();
  private final OpenDescriptors descriptors;
  private final NewThreads threads;
  private final long memory = Ledger.memory();

  private LeakCheck(Set<Leak> kinds, boolean shared) throws IOException {
    this.kinds = kinds;
    this.shared = shared;
    this.descriptors =
        kinds.contains(Leak.DESCRIPTORS) ? OpenDescriptors.now() : OpenDescriptors.NONE;
    this.threads = NewThreads.fromNow();
  }

  /**
   * Looks at what there is, for the test that begins in this thread.
   *
   * @param shared whether other tests run at the same time
   */
  static LeakCheck begin(Set<Leak> kinds, boolean shared) throws IOException {
    Ledger.keep(() -> Optional.ofNullable(CURRENT.get()));
    LeakCheck check = new LeakCheck(kinds, shared);
    CURRENT.set(check);
    return check;
  }

  /**
   * Fails if there is more than before and that does not change.
   *
   * @param grace how long it may take to change
   */
  void end(Duration grace) throws IOException, InterruptedException {
    CURRENT.remove();
    long end = System.nanoTime() + grace.toNanos();
    List<String> leaks = leaks();
    while (!leaks.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(PAUSE_MILLIS);
      leaks = leaks();
    }
    if (!leaks.isEmpty()) {
      throw new AssertionFailedError(
          leaks.stream()
              .collect(
                  Collectors.joining(
                      "\n  ",
                      "this test leaves open, " + grace.toMillis() + " ms after its end:\n  ",
                      "\ntry: try-with-resources; or @CheckLeaks({}), if that is meant so")));
    }
  }

  private List<String> leaks() throws IOException {
    List<String> leaks = new ArrayList<>();
    if (kinds.contains(Leak.FLOWS)) {
      Ledger.open().stream().filter(this::isOwn).map(LeakCheck::describe).forEach(leaks::add);
    }
    if (kinds.contains(Leak.DESCRIPTORS)) {
      leaks.addAll(OpenDescriptors.now().without(descriptors));
    }
    if (kinds.contains(Leak.THREADS)) {
      leaks.addAll(threads.alive());
    }
    long more = Ledger.memory() - memory;
    if (kinds.contains(Leak.MEMORY) && more > 0) {
      leaks.add(more + " bytes of native memory that flows, listeners or copies hold");
    }
    return leaks;
  }

  private boolean isOwn(Ledger.Entry entry) {
    return shared
        ? entry.opener().filter(opener -> opener == this).isPresent()
        : entry.number() > lastOpened;
  }

  private static String describe(Ledger.Entry entry) {
    return entry.what()
        + ", "
        + entry.opened().getMessage()
        + frames(
            Arrays.stream(entry.opened().getStackTrace())
                .dropWhile(LeakCheck::isCore)
                .map(StackTraceElement::toString));
  }

  private static boolean isCore(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("dev.hvsock.") && !name.startsWith("dev.hvsock.testing.");
  }

  /** The first frame, and those after it that are neither the JDK's nor JUnit's, a line each. */
  static String frames(Stream<String> stack) {
    List<String> all = stack.toList();
    return Stream.concat(
            all.stream().limit(1),
            all.stream().skip(1).filter(frame -> !COMMON.matcher(frame).lookingAt()))
        .limit(FRAMES)
        .map(frame -> "\n      at " + frame)
        .collect(Collectors.joining());
  }
}
