package dev.hvsock.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  @Test
  void aFileHoldsThemAll(@TempDir Path folder) throws IOException {
    Results results = Samples.of(Measure.BULK, 80.25);
    results.add(Measure.IDLE_MEMORY, "somebody", 15_000, 6_000);
    results.write(folder.resolve("samples.json"));
    Results read = Results.read(folder.resolve("samples.json"));
    assertEquals(List.of(CPeer.NAME, HvsockTool.NAME), read.contenders(Measure.BULK));
    assertEquals(
        results.spread(Measure.BULK, HvsockTool.NAME), read.spread(Measure.BULK, HvsockTool.NAME));
    assertEquals(List.of(15_000L), read.sizes(Measure.IDLE_MEMORY, "somebody"));
  }

  @Test
  void theLargestSizeCounts() {
    Results results = new Results();
    results.add(Measure.IDLE_ANSWER, "somebody", 15_000, 2);
    results.add(Measure.IDLE_ANSWER, "somebody", 100, 1);
    assertEquals(
        Optional.of(2.0), results.spread(Measure.IDLE_ANSWER, "somebody").map(Spread::median));
    assertEquals(List.of(100L, 15_000L), results.sizes(Measure.IDLE_ANSWER, "somebody"));
  }

  @Test
  void aSpreadHasTheMedianInTheMiddle() {
    assertEquals(new Spread(1, 2, 9, 3), Spread.of(9, 1, 2));
    assertEquals(new Spread(1, 2.5, 9, 4), Spread.of(9, 3, 1, 2));
    assertThrows(IllegalArgumentException.class, Spread::of);
  }

  @Test
  void cpusAreReadAsTheKernelWritesThem() {
    assertEquals(List.of(0, 1, 2, 5), Cpus.parse("0-2,5").allowed());
    assertEquals(List.of(3), Cpus.parse("3").allowed());
    assertEquals(
        List.of("taskset", "-c", "5", "true"),
        Cpus.parse("2,5").far(Cpus.Placement.TWO_CPUS, List.of("true")));
    assertEquals(
        List.of("taskset", "-c", "2", "true"),
        Cpus.parse("2,5").far(Cpus.Placement.ONE_CPU, List.of("true")));
  }
}
