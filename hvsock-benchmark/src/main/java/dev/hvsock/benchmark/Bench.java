package dev.hvsock.benchmark;

import dev.hvsock.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where work is done: the machine, the programs, the amounts.
 *
 * @param folder of this run, deleted at its end
 * @param cpus where programs run
 * @param c the yardstick
 * @param addresses each of them new
 * @param amounts how much of everything
 * @param results where values go
 */
record Bench(
    Path folder,
    Cpus cpus,
    CPeer c,
    Supplier<Address> addresses,
    Amounts amounts,
    Results results) {
  Address fresh() {
    return addresses.get();
  }

  /** Starts the end that listens, on its CPU, and waits until it does. */
  Program near(List<String> command) throws IOException, InterruptedException {
    return Program.start(folder, cpus.near(command)).awaitListening();
  }

  /** Starts the end that connects, on its CPU. */
  Program far(Cpus.Placement placement, List<String> command) throws IOException {
    return Program.start(folder, cpus.far(placement, command));
  }

  /** Starts a program on both CPUs. */
  Program free(List<String> command) throws IOException {
    return Program.start(folder, cpus.both(command));
  }

  /** Starts a program that listens, on both CPUs, and waits until it does. */
  Program freeListener(List<String> command) throws IOException, InterruptedException {
    return free(command).awaitListening();
  }

  /** Tells the person who waits what is being done. */
  void say(String what) {
    System.err.println("benchmark: " + what);
  }

  /** Keeps a value, and tells it. */
  void add(Measure measure, String contender, double value) {
    add(measure, contender, 0, value);
  }

  /** Keeps a value that was reached with work of this size, and tells it. */
  void add(Measure measure, String contender, long size, double value) {
    results.add(measure, contender, size, value);
    String of = size == 0 ? "" : ", %,d flows".formatted(size);
    String number = Numbers.text(value) + " " + measure.unit().symbol();
    say("  %s: %s%s: %s".formatted(measure.title(), contender, of, number));
  }

  /** What is done once in a round. */
  @FunctionalInterface
  interface Round {
    void perform() throws IOException, InterruptedException;
  }

  /** Does it round after round; begins no further one when the time for one work is over. */
  void inRounds(Round round) throws IOException, InterruptedException {
    long end = System.nanoTime() + amounts.patience().toNanos();
    for (int i = 0; i < amounts.rounds() && (i == 0 || System.nanoTime() < end); i++) {
      round.perform();
    }
  }
}
