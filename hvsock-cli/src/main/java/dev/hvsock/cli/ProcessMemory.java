package dev.hvsock.cli;

import java.util.OptionalLong;

/**
 * How much memory this process has, once all garbage has been collected.
 *
 * @param resident what it occupies: the heap, which does not give everything back, and all outside
 *     it; empty where the system does not tell
 * @param heap what lives in the heap
 */
record ProcessMemory(OptionalLong resident, long heap) {
  private static final long KIB = 1024;

  /** Collects garbage, and looks. */
  static ProcessMemory look() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    OptionalLong kib = ProcFile.number(ProcFile.word(ProcFile.text("/proc/self/status"), "VmRSS:"));
    return new ProcessMemory(
        kib.isPresent() ? OptionalLong.of(kib.getAsLong() * KIB) : OptionalLong.empty(),
        runtime.totalMemory() - runtime.freeMemory());
  }

  /** By how much it has grown. */
  ProcessMemory minus(ProcessMemory earlier) {
    return new ProcessMemory(
        resident.isPresent() && earlier.resident.isPresent()
            ? OptionalLong.of(resident.getAsLong() - earlier.resident.getAsLong())
            : OptionalLong.empty(),
        heap - earlier.heap);
  }

  /** What it is for each of {@code parts}. */
  ProcessMemory dividedBy(int parts) {
    return new ProcessMemory(
        resident.isPresent() ? OptionalLong.of(resident.getAsLong() / parts) : OptionalLong.empty(),
        heap / parts);
  }
}
