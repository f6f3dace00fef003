package dev.hvsock.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
  @TempDir private Path folder;

  @Test
  void everyBarHasItsNameAndValue() throws Exception {
    assumeGnuplot();
    new Picture(Samples.of(Measure.BULK, 80), folder).draw(folder);
    String svg = Files.readString(folder.resolve("performance-ratios.svg"));
    for (String text :
        new String[] {"<svg", Measure.BULK.title(), "C  101 MB/s", "hvsock  80.8 MB/s"}) {
      assertTrue(svg.contains(text), text + " in " + svg);
    }
  }

  @Test
  void growthHasALineForEachContender() throws Exception {
    assumeGnuplot();
    Results results = new Results();
    for (String library : new String[] {Channels.JDK, Channels.JUNIXSOCKET, HvsockTool.NAME}) {
      for (long flows : new long[] {100, 15_000}) {
        String contender = Threads.VIRTUAL.name(library);
        results.add(Measure.IDLE_ANSWER, contender, flows, flows / 1e4);
        results.add(Measure.IDLE_MEMORY, contender, flows, 6_000);
      }
    }
    new Picture(results, folder).draw(folder);
    String svg = Files.readString(folder.resolve("performance-growth.svg"));
    assertTrue(svg.contains(">hvsock<") && svg.contains(">junixsocket<"), svg);
  }

  /** Where it is missing, and that is not in CI, these tests are skipped. */
  private static void assumeGnuplot() {
    boolean installed =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gnuplot")));
    String remedy = "gnuplot is not installed; try: apt-get install gnuplot-nox";
    assertTrue(installed || !"true".equals(System.getenv("CI")), remedy);
    Assumptions.assumeTrue(installed, remedy);
  }
}
