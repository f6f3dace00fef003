package dev.hvsock.benchmark;

/** Results made up for tests. */
final class Samples {
  private Samples() {}

  /** C at 100 and hvsock at some value, thrice each, with one wild round among them. */
  static Results of(Measure measure, double own) {
    Results results = new Results();
    for (double noise : new double[] {1, 1.01, 3}) {
      results.add(measure, CPeer.NAME, 0, 100 * noise);
      results.add(measure, HvsockTool.NAME, 0, own * noise);
    }
    return results;
  }
}
