package dev.hvsock.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** The guard can fail. */
class RatioGuardTest {
  private static final double[] QUIET = {1, 1, 1};

  /** As fast as C in everything, but for one thing and one contender. */
  private static Results with(Measure slow, String contender, double ratio, double... rounds) {
    Results results = new Results();
    for (Measure measure : List.of(Measure.BULK, Measure.PING_ONE_CPU, Measure.PING_TWO_CPUS)) {
      for (String who :
          List.of(CPeer.NAME, HvsockTool.NAME, Threads.VIRTUAL.name(HvsockTool.NAME))) {
        boolean isSlow = measure == slow && who.equals(contender);
        for (double round : rounds) {
          results.add(measure, who, 0, isSlow ? 100 * ratio * round : 100);
        }
      }
    }
    return results;
  }

  private static List<Measure> broken(Results results) {
    return RatioGuard.broken(results).stream().map(o -> o.promise().measure()).toList();
  }

  @Test
  void nothingIsBrokenThatIsAsFastAsC() {
    assertEquals(List.of(), broken(with(Measure.BULK, HvsockTool.NAME, 1, QUIET)));
  }

  @Test
  void aSlowerOneIsFoundInEachThingThatIsGuarded() {
    String virtual = Threads.VIRTUAL.name(HvsockTool.NAME);
    assertEquals(List.of(Measure.BULK), broken(with(Measure.BULK, HvsockTool.NAME, 0.7, QUIET)));
    for (Measure measure : List.of(Measure.PING_ONE_CPU, Measure.PING_TWO_CPUS)) {
      assertEquals(List.of(measure), broken(with(measure, HvsockTool.NAME, 1.5, QUIET)));
      assertEquals(List.of(measure), broken(with(measure, virtual, 2, QUIET)));
    }
  }

  @Test
  void withinTheSlackIsNotBroken() {
    assertEquals(List.of(), broken(with(Measure.BULK, HvsockTool.NAME, 0.8, QUIET)));
    assertEquals(List.of(), broken(with(Measure.PING_ONE_CPU, HvsockTool.NAME, 1.3, QUIET)));
  }

  @Test
  void twoSpoiledRoundsOfThreeAreNoise() {
    Results spoiled = with(Measure.PING_ONE_CPU, HvsockTool.NAME, 1, 1, 3, 5);
    assertEquals(List.of(), broken(spoiled));
  }

  @Test
  void whatWasNotMeasuredIsNoPass() {
    assertThrows(NoSuchElementException.class, () -> RatioGuard.broken(new Results()));
  }
}
