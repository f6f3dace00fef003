package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The tool itself.
 *
 * @param tool makes the command of its words
 * @param buffers an option of its source and sink, or none
 */
record HvsockTool(
    String name, UnaryOperator<List<String>> tool, Threads threads, List<String> buffers)
    implements Contender {
  static final String NAME = "hvsock";

  static HvsockTool of(UnaryOperator<List<String>> tool, Threads threads) {
    return new HvsockTool(threads.name(NAME), tool, threads, List.of());
  }

  /** With arrays instead of direct buffers. */
  static HvsockTool heap(UnaryOperator<List<String>> tool) {
    return new HvsockTool(NAME + ", heap buffers", tool, Threads.PLATFORM, List.of("--heap"));
  }

  @Override
  public List<String> sink(Address at) {
    return perf("sink", at, with(buffers));
  }

  @Override
  public List<String> source(Address to, long bytes) {
    return perf(
        "source",
        to,
        with(buffers, "--retry", "10s", "--bytes", Long.toString(bytes), "--buffer", "256K"));
  }

  @Override
  public List<String> echo(Address at) {
    return perf("echo", at, List.of("--threads", threads.option()));
  }

  @Override
  public List<String> ping(Address to, int count) {
    return perf(
        "ping",
        to,
        List.of(
            "--retry",
            "10s",
            "--count",
            Integer.toString(count),
            "--size",
            "64",
            "--threads",
            threads.option()));
  }

  @Override
  public List<String> forward(Address from, Address to) {
    return tool.apply(List.of("forward", from.toString(), to.toString()));
  }

  @Override
  public List<String> flows(Address to, int count) {
    return perf("flows", to, List.of("--retry", "10s", "--count", Integer.toString(count)));
  }

  private List<String> perf(String job, Address address, List<String> options) {
    List<String> words = new ArrayList<>(List.of("perf", job, address.toString(), "--json"));
    words.addAll(options);
    return tool.apply(words);
  }

  private static List<String> with(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
