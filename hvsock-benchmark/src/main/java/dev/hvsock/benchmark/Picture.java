package dev.hvsock.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The results as pictures, which gnuplot draws. */
record Picture(Results results, Path folder) {
  private static final String SCRIPTS = "/dev/hvsock/benchmark/";

  /** One colour for each library, whatever its threads or buffers. */
  private static final Map<String, Integer> COLOURS =
      Map.of(
          CPeer.NAME, 0x9aa5b1,
          Socat.NAME, 0xc9a227,
          Channels.JDK, 0x5b8db8,
          Channels.JUNIXSOCKET, 0x6aa56a,
          HvsockTool.NAME, 0xd1495b);

  /** Draws both pictures into a folder. */
  void draw(Path target) throws IOException, InterruptedException {
    Files.write(folder.resolve("bars.dat"), bars());
    plot("ratios", target);
    if (!results.contenders(Measure.IDLE_ANSWER).isEmpty()) {
      for (String contender : results.contenders(Measure.IDLE_ANSWER)) {
        Files.write(folder.resolve(library(contender) + ".dat"), growth(contender));
      }
      plot("growth", target);
    }
  }

  /**
   * A line for each bar, from the top down: its place, ratio, worst and best ratio, colour, label;
   * a line for each work's title, with no ratio. Ratios are of speed, so that longer is better in
   * every row.
   */
  private List<String> bars() {
    List<String> lines = new ArrayList<>();
    int place = 0;
    for (Measure measure : Measure.values()) {
      Optional<Spread> yardstick = results.spread(measure, measure.yardstick());
      if (yardstick.isEmpty()) {
        continue;
      }
      lines.add(line(place--, 0, 0, 0, 0, " \t" + measure.title()));
      for (String contender : results.contenders(measure)) {
        Spread spread = results.spread(measure, contender).orElseThrow();
        lines.add(bar(place--, measure, contender, spread, yardstick.get().median()));
      }
      place--;
    }
    return lines;
  }

  private static String bar(
      int place, Measure measure, String contender, Spread spread, double unit) {
    boolean more = measure.unit().moreIsBetter();
    double ratio = more ? spread.median() / unit : unit / spread.median();
    double worst = more ? spread.min() / unit : unit / spread.max();
    double best = more ? spread.max() / unit : unit / spread.min();
    String value = Numbers.text(spread.median()) + " " + measure.unit().symbol();
    int colour = COLOURS.getOrDefault(library(contender), 0x777777);
    return line(place, ratio, worst, best, colour, contender + "  " + value + "\t");
  }

  private static String line(
      int place, double ratio, double worst, double best, int colour, String label) {
    return String.format(
        Locale.ROOT, "%d\t%.4f\t%.4f\t%.4f\t%d\t%s", place, ratio, worst, best, colour, label);
  }

  /** The contender without what comes after a comma: its threads, its buffers. */
  private static String library(String contender) {
    return contender.replaceFirst("[, ]*( --version| connect|,.*)$", "");
  }

  private List<String> growth(String contender) {
    List<String> lines = new ArrayList<>();
    for (long size : results.sizes(Measure.IDLE_ANSWER, contender)) {
      double answer = results.spread(Measure.IDLE_ANSWER, contender, size).orElseThrow().median();
      double memory = results.spread(Measure.IDLE_MEMORY, contender, size).orElseThrow().median();
      lines.add(
          String.format(Locale.ROOT, "%d\t%.6f\t%.3f", size, answer, memory * size / 1048576));
    }
    return lines;
  }

  private void plot(String name, Path target) throws IOException, InterruptedException {
    Path script = folder.resolve(name + ".gnuplot");
    try (var resource = Picture.class.getResourceAsStream(SCRIPTS + name + ".gnuplot")) {
      if (resource == null) {
        throw new IOException(name + ".gnuplot: not on the class path");
      }
      Files.write(script, resource.readAllBytes());
    }
    String settings =
        "folder='%s'; target='%s'"
            .formatted(folder, target.resolve("performance-" + name + ".svg"));
    List<String> command = List.of("gnuplot", "-e", settings, script.toString());
    try (Program gnuplot = Program.start(folder, command)) {
      gnuplot.end();
    }
  }
}
