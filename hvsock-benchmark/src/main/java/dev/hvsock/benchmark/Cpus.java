package dev.hvsock.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The CPUs that this process may use, of which programs are given one or two. */
record Cpus(List<Integer> allowed) {
  private static final String FIELD = "Cpus_allowed_list:";

  /** Where the two ends of a flow run. */
  enum Placement {
    ONE_CPU,
    TWO_CPUS
  }

  static Cpus ofThisProcess() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(FIELD)) {
        return parse(line.substring(FIELD.length()).strip());
      }
    }
    throw new IOException("/proc/self/status: has no " + FIELD);
  }

  /** Reads a list like {@code 0-2,5}. */
  static Cpus parse(String text) {
    List<Integer> cpus = new ArrayList<>();
    for (String range : text.split(",", -1)) {
      String[] ends = range.split("-", -1);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return new Cpus(List.copyOf(cpus));
  }

  /** Whether both placements are possible. */
  boolean areTwo() {
    return allowed.size() >= 2;
  }

  /** The command on the CPU of the end that listens. */
  List<String> near(List<String> command) {
    return on(allowed.get(0).toString(), command);
  }

  /** The command on the CPU of the end that connects. */
  List<String> far(Placement placement, List<String> command) {
    return on(allowed.get(placement == Placement.ONE_CPU ? 0 : 1).toString(), command);
  }

  /** The command on the first two CPUs, where the scheduler pleases. */
  List<String> both(List<String> command) {
    return on(allowed.get(0) + "," + allowed.get(1), command);
  }

  private static List<String> on(String cpus, List<String> command) {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cpus));
    pinned.addAll(command);
    return pinned;
  }
}
