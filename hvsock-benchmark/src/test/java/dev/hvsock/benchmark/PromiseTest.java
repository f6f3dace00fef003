package dev.hvsock.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTest {
  private static Promise.Outcome judge(Measure measure, double limit, double own) {
    Promise promise = Promise.against(CPeer.NAME, "work", measure, HvsockTool.NAME, limit);
    return promise.judge(Samples.of(measure, own)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"96, true", "95.1, true", "94, false", "200, true"})
  void ofSpeedAtLeastTheLimit(double own, boolean met) {
    assertEquals(met, judge(Measure.BULK, 0.95, own).isMet());
  }

  @ParameterizedTest
  @CsvSource({"109, true", "111, false", "50, true"})
  void ofTimeAtMostTheLimit(double own, boolean met) {
    assertEquals(met, judge(Measure.PING_ONE_CPU, 1.1, own).isMet());
  }

  @Test
  void slackMovesTheLimitAway() {
    for (Measure measure : new Measure[] {Measure.BULK, Measure.PING_ONE_CPU}) {
      Promise strict = Promise.against(CPeer.NAME, "work", measure, HvsockTool.NAME, 1.0);
      Promise loose = strict.loosened(1.25);
      double worse = measure.unit().moreIsBetter() ? 85 : 115;
      double bad = measure.unit().moreIsBetter() ? 75 : 130;
      assertFalse(strict.judge(Samples.of(measure, worse)).orElseThrow().isMet());
      assertTrue(loose.judge(Samples.of(measure, worse)).orElseThrow().isMet());
      assertFalse(loose.judge(Samples.of(measure, bad)).orElseThrow().isMet());
    }
  }

  @Test
  void withoutSamplesThereIsNoVerdict() {
    Promise promise = Promise.against(CPeer.NAME, "work", Measure.BULK, HvsockTool.NAME, 1.0);
    assertEquals(Optional.empty(), promise.judge(new Results()));
    assertEquals(Optional.empty(), promise.judge(Samples.of(Measure.CROWD, 1)));
  }

  @Test
  void everyMeasureIsPromisedSomething() {
    for (Measure measure : Measure.values()) {
      assertTrue(
          Promise.all().stream().anyMatch(promise -> promise.measure() == measure),
          measure.title());
    }
  }
}
