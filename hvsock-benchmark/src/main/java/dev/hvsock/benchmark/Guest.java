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
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final String SAMPLES = "samples.json";
  private static final String RESULTS = "HVSOCK_RESULTS";

  private Guest() {}

  /** From the machine: boots the guest and fetches what was measured in it, even if not all was. */
  static void run(CPeer c, List<String> options, Results results) throws IOException {
    List<String> words = new ArrayList<>(options);
    words.addAll(List.of("--in-guest", c.program().toString()));
    List<String> command = Jvm.inGuest().run(Benchmark.class.getName(), words);
    try (GuestRun run = GuestLab.open().limit(LIMIT).run(command)) {
      Path samples = run.results().resolve(SAMPLES);
      if (Files.exists(samples)) {
        results.addAll(Results.read(samples));
      }
      if (run.status() != 0) {
        throw new IOException("in the guest: status " + run.status() + ": " + run.stderr());
      }
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
