package dev.hvsock.transfer.hostile;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that hostile peers do, over unix sockets, again and again in a JVM that has little
 * memory; what the process holds after a round is what it held after the round before.
 *
 * <p>Arguments: an empty folder, and how many rounds.
 */
final class HostilePeersProgram {
  /** What class files, caches and compiled code may still add from one round to the next. */
  private static final long HEAP_SLACK = 4 << 20;

  private static final long SETTLE_MILLIS = 3_000;

  private HostilePeersProgram() {}

  /** What the process holds. */
  private record Holding(long heap, long descriptors, int threads) {
    static Holding now() throws IOException {
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
        return new Holding(
            heap, open.count(), ManagementFactory.getThreadMXBean().getThreadCount());
      }
    }

    boolean isAtMost(Holding before) {
      return heap <= before.heap + HEAP_SLACK
          && descriptors <= before.descriptors
          && threads <= before.threads;
    }
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    UnixAddress address = UnixAddress.of(folder.resolve("socket"));
    try (Listener listener = Hvsock.listen(address, options -> options.backlog(64))) {
      round(folder.resolve("0"), listener, address);
      Holding before = Holding.now();
      System.out.println(before);
      for (int i = 1; i <= rounds; i++) {
        round(folder.resolve(Integer.toString(i)), listener, address);
        System.out.println(settled(before));
      }
    }
  }

  private static void round(Path folder, Listener listener, UnixAddress address) throws Exception {
    Files.createDirectory(folder);
    List<Encounter> encounters = HostilePeers.encounters(folder, () -> meet(listener, address));
    encounters.forEach(Encounter::checkHarmless);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList().reversed()) {
        Files.delete(path);
      }
    }
  }

  /** Two that connect at the same time may be given to each other's listeners, so they do not. */
  private static synchronized FlowPair meet(Listener listener, UnixAddress address)
      throws IOException {
    Flow second = Hvsock.connect(address);
    return new FlowPair(listener.accept(), second);
  }

  /** What the process holds when it holds no more than before, which may need a moment. */
  private static Holding settled(Holding before) throws Exception {
    long end = System.nanoTime() + SETTLE_MILLIS * 1_000_000;
    Holding now = Holding.now();
    while (!now.isAtMost(before)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(now + " is more than " + before);
      }
      Thread.sleep(100);
      now = Holding.now();
    }
    return now;
  }
}
