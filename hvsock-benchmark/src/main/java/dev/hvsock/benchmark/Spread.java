package dev.hvsock.benchmark;

import java.util.Arrays;

/** How values lie: their median, and the smallest and the largest. */
record Spread(double min, double median, double max, int count) {
  static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
    return new Spread(sorted[0], median, sorted[last], sorted.length);
  }
}
