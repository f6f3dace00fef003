package dev.hvsock.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All samples of a run, in the order in which they came. */
final class Results {
  private final List<Sample> samples = new ArrayList<>();

  static Results read(Path file) throws IOException {
    Results results = new Results();
    for (String line : Files.readAllLines(file)) {
      results.samples.add(Sample.parse(line));
    }
    return results;
  }

  /** Writes one JSON object a line. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Sample sample : samples) {
      lines.add(sample.json());
    }
    Files.write(file, lines);
  }

  void add(Measure measure, String contender, long size, double value) {
    samples.add(new Sample(measure, contender, size, value));
  }

  void addAll(Results others) {
    samples.addAll(others.samples);
  }

  /** Who took part in it, in the order of their first turn. */
  List<String> contenders(Measure measure) {
    return of(measure).map(Sample::contender).distinct().toList();
  }

  /** The sizes that a contender was given. */
  List<Long> sizes(Measure measure, String contender) {
    return of(measure)
        .filter(sample -> sample.contender().equals(contender))
        .map(Sample::size)
        .distinct()
        .sorted()
        .toList();
  }

  /** What a contender reached, at the largest size that it was given; empty if it took no part. */
  Optional<Spread> spread(Measure measure, String contender) {
    List<Long> sizes = sizes(measure, contender);
    return sizes.isEmpty() ? Optional.empty() : spread(measure, contender, sizes.getLast());
  }

  /** What a contender reached at a size; empty if it took no part. */
  Optional<Spread> spread(Measure measure, String contender, long size) {
    double[] values =
        of(measure)
            .filter(sample -> sample.contender().equals(contender) && sample.size() == size)
            .mapToDouble(Sample::value)
            .toArray();
    return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
  }

  private Stream<Sample> of(Measure measure) {
    return samples.stream().filter(sample -> sample.measure() == measure);
  }
}
