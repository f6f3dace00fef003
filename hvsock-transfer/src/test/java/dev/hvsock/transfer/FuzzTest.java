package dev.hvsock.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.testing.CheckLeaks;
import dev.hvsock.testing.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recorded conversations, of which one end's part is changed at random: the other end fails by an
 * exception that is documented, or does not notice; it never hangs, and changes nothing but in its
 * folder.
 */
@ExtendWith(Watchdog.class)
@Tag("stress")
@Tag("concurrent")
class FuzzTest {
  private static final String SECONDS = "hvsock.stress.seconds";
  private static final String SEED = "hvsock.seed";
  private static final int STANDARD_SECONDS = 2;
  private static final int AT_ONCE = 64;

  @TempDir Path folder;

  @Test
  @CheckLeaks
  void neverAnythingElse() throws Exception {
    Long fixed = Long.getLong(SEED);
    if (fixed != null) {
      FuzzCase.run(fixed, folder);
      return;
    }
    int seconds = Integer.getInteger(SECONDS, STANDARD_SECONDS);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Future<int[]>> workers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++) {
        Path own = Files.createDirectory(folder.resolve("worker-" + i));
        workers.add(threads.submit(() -> work(own, end)));
      }
    }
    int cases = 0;
    int failures = 0;
    for (Future<int[]> worker : workers) {
      cases += worker.get()[0];
      failures += worker.get()[1];
    }
    System.out.println(cases + " changed conversations, of which " + failures + " failed");
    assertTrue(failures > 0 && failures < cases);
  }

  /** How many conversations there were until the time was over, and how many of them failed. */
  private static int[] work(Path folder, long end) throws Exception {
    int cases = 0;
    int failures = 0;
    long seed = ThreadLocalRandom.current().nextLong();
    while (System.nanoTime() < end) {
      try {
        cases++;
        failures += FuzzCase.run(seed, folder) ? 0 : 1;
      } catch (Exception | AssertionError e) {
        throw new AssertionError("try: -D" + SEED + "=" + seed, e);
      }
      seed++;
    }
    return new int[] {cases, failures};
  }
}
