package dev.hvsock.benchmark;

import dev.hvsock.testing.GuestLab;
import dev.hvsock.testing.GuestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The part that needs vsock: this program once more, in an emulated guest with its loopback. */
final class Guest {
  private static final String SAMPLES = "samples.json";
  private static final String RESULTS = "HVSOCK_RESULTS";

  private Guest() {}

  /** From the machine: boots the guest and fetches what was measured in it. */
  static Results run(CPeer c, List<String> options) throws IOException {
    List<String> words = new ArrayList<>(options);
    words.addAll(List.of("--in-guest", c.program().toString()));
    List<String> command = Jvm.inGuest().run(Benchmark.class.getName(), words);
    try (GuestRun run = GuestLab.open().limit(Duration.ofMinutes(8)).run(command)) {
      if (run.status() != 0) {
        throw new IOException(
            "benchmark in the guest: status " + run.status() + ": " + run.stderr());
      }
      return Results.read(run.results().resolve(SAMPLES));
    }
  }

  /** In the guest: leaves what was measured where the machine finds it. */
  static void leave(Results results) throws IOException {
    results.write(Path.of(System.getenv(RESULTS), SAMPLES));
  }

  /** A folder for sockets and outputs. */
  static Path folder() throws IOException {
    return Files.createTempDirectory(Path.of("/dev/shm"), "hvsock-benchmark-");
  }
}
