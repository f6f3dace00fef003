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
}
