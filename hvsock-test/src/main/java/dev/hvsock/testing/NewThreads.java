package dev.hvsock.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The threads that were made after a moment.
 *
 * @param last the id of the last one that was made before
 */
record NewThreads(long last) {
  /** Threads that serve the whole process, from their first use on. */
  private static final Pattern SERVICES =
      Pattern.compile(
          "hvsock-(poller|selector|completion|virtual-time).*|ForkJoinPool\\.commonPool-.*|junit-.*"
              + "|CompletableFutureDelayScheduler|process reaper.*|.*-Poller.*");

  /** How a dump begins to tell of a virtual thread. */
  private static final Pattern VIRTUAL = Pattern.compile("#(\\d+) \"(.*)\" virtual\\b.*");

  static NewThreads fromNow() {
    return new NewThreads(nextId());
  }

  /** Ids count up. */
  private static long nextId() {
    return Thread.ofPlatform().unstarted(() -> {}).threadId();
  }

  /** A line, and some of its stack, for each that lives. */
  List<String> alive() throws IOException {
    if (nextId() == last + 1) {
      return List.of();
    }
    return Stream.concat(platform(), virtual()).toList();
  }

  /** Those that somebody has made: the JVM's own are in other groups. */
  private Stream<String> platform() {
    ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
    while (group.getParent() != null && group.getParent().getParent() != null) {
      group = group.getParent();
    }
    Thread[] threads = new Thread[2 * group.activeCount() + 16];
    int count = group.enumerate(threads, true);
    return Arrays.stream(threads, 0, count)
        .filter(thread -> thread.threadId() > last && thread.isAlive())
        .filter(thread -> !thread.equals(Thread.currentThread()))
        .filter(thread -> !SERVICES.matcher(thread.getName()).matches())
        .map(
            thread ->
                "thread \""
                    + thread.getName()
                    + "\", now"
                    + LeakCheck.frames(
                        Arrays.stream(thread.getStackTrace()).map(StackTraceElement::toString)));
  }

  private Stream<String> virtual() throws IOException {
    List<String> found = new ArrayList<>();
    List<String> lines = Watchdog.threads().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher header = VIRTUAL.matcher(lines.get(i));
      if (header.matches()
          && Long.parseLong(header.group(1)) > last
          && !SERVICES.matcher(header.group(2)).matches()) {
        found.add(
            "virtual thread \""
                + header.group(2)
                + "\", now"
                + stack(lines.subList(i + 1, lines.size())));
      }
    }
    return found.stream();
  }

  /** Of a thread that runs or has ended meanwhile, there may be none. */
  private static String stack(List<String> lines) {
    return LeakCheck.frames(
        lines.stream()
            .takeWhile(line -> line.startsWith(" "))
            .map(line -> line.strip().replaceFirst("^at ", ""))
            .filter(line -> !line.startsWith("- ")));
  }
}
