package dev.hvsock.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this process has used between two moments.
 *
 * @param wall how much time passed
 * @param cpu how much of the CPUs' time all its threads took, the JVM's own among them
 * @param wakeUps how often a thread of it went to sleep and was woken again; empty where the system
 *     does not tell
 */
record ProcessUsage(Duration wall, Duration cpu, OptionalLong wakeUps) {
  private static final double NANOS = 1e9;

  /** The time that passed, never zero. */
  double seconds() {
    return Math.max(wall.toNanos(), 1) / NANOS;
  }

  /** How many wake-ups there were for each of {@code parts}. */
  Optional<Number> wakeUpsPer(double parts) {
    return wakeUps.isPresent() ? Optional.of(wakeUps.getAsLong() / parts) : Optional.empty();
  }

  double cpuSeconds() {
    return cpu.toNanos() / NANOS;
  }
}
