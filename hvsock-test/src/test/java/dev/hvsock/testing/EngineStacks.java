package dev.hvsock.testing;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where the threads are that work in the product, those in the same place taken together. */
final class EngineStacks {
  private static final Pattern THREAD = Pattern.compile("(?m)^#\\d+ (.*)\\R((?:\\s{2,}\\S.*\\R)*)");

  private EngineStacks() {}

  /** One paragraph a place: how many threads are there, and its stack. */
  static String now() throws IOException {
    Map<String, Long> places =
        THREAD
            .matcher(Watchdog.threads())
            .results()
            .filter(thread -> thread.group(2).contains("dev.hvsock."))
            .collect(
                Collectors.groupingBy(EngineStacks::place, TreeMap::new, Collectors.counting()));
    return places.entrySet().stream()
        .map(place -> place.getValue() + " times " + place.getKey())
        .collect(Collectors.joining("\n"));
  }

  private static String place(MatchResult thread) {
    return (isVirtual(thread) ? "a virtual thread" : "a platform thread")
        + " at\n"
        + thread.group(2).replaceAll("@[0-9a-f]+", "");
  }

  /** How many virtual threads have not ended. */
  static long virtualThreads() throws IOException {
    return THREAD.matcher(Watchdog.threads()).results().filter(EngineStacks::isVirtual).count();
  }

  private static boolean isVirtual(MatchResult thread) {
    return thread.group(1).contains(" virtual");
  }
}
