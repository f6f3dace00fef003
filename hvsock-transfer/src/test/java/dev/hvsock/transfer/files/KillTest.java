package dev.hvsock.transfer.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.transfer.OptionsForTests;
import dev.hvsock.transfer.Overwrite;
import dev.hvsock.transfer.ReceiveOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A receiver that is killed leaves old files, new files, and partial ones that are gone on with.
 */
@Timeout(120)
class KillTest {
  private static final long SEED = Long.getLong("hvsock.seed", 13);
  private static final int FILES = 60;
  private static final int ROUNDS = 4;

  @TempDir Path temp;

  @Test
  void everyFileIsOldOrNewWheneverItIsKilled() throws Exception {
    Random random = new Random(SEED);
    Map<String, Integer> seen = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Path folder = Files.createDirectory(temp.resolve("round" + round));
      Map<String, String> old = receive(offer("old"), folder);
      Map<String, String> fresh = receive(offer("new, and longer"), temp.resolve("new" + round));
      kill(folder, random.nextInt(FILES * 2));
      check(Snapshot.of(folder), old, fresh, seen);
      Map<String, String> notTaken = offer("new, and longer").receive(folder, options());
      notTaken.values().removeIf(reason -> reason.startsWith("SAME"));
      assertEquals(Map.of(), notTaken);
      List<String> differences = Snapshot.differences(fresh, Snapshot.of(folder));
      assertEquals(List.of(), differences, () -> "seed " + SEED);
    }
    assertTrue(seen.keySet().containsAll(List.of("old", "new", "partial")), seen::toString);
  }

  /** Whatever has a final name is all of one of the two, with its mode and time. */
  private static void check(
      Map<String, String> found,
      Map<String, String> old,
      Map<String, String> fresh,
      Map<String, Integer> seen) {
    found.forEach(
        (path, text) -> {
          boolean own = path.contains(Names.RESERVED);
          String kind =
              own
                  ? "partial"
                  : text.equals(old.get(path)) ? "old" : text.equals(fresh.get(path)) ? "new" : "";
          boolean folder = text.startsWith("folder");
          assertTrue(folder || !kind.isEmpty(), () -> "seed " + SEED + ": " + path + " " + text);
          seen.merge(folder ? "folder" : kind, 1, Integer::sum);
        });
  }

  private static ReceiveOptions options() {
    return OptionsForTests.receive().overwrite(Overwrite.ALWAYS).resume(true);
  }

  private static Offer offer(String text) {
    Offer offer = new Offer().folder("d");
    for (int i = 0; i < FILES; i++) {
      int size = i % 2 == 0 ? 50 : 100_000;
      offer.file(
          (i % 3 == 0 ? "d/" : "") + i,
          (text + i).repeat(size),
          Offer.TIME.plusSeconds(text.length()),
          text.length() > 3 ? 0444 : 0640);
    }
    return offer;
  }

  private static Map<String, String> receive(Offer offer, Path folder) throws IOException {
    assertEquals(Map.of(), offer.receive(folder, options()));
    return Snapshot.of(folder);
  }

  /** Lets a process receive, and kills it some time after it has said that it does. */
  private static void kill(Path folder, int steps) throws Exception {
    Process receiver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes("target/test-classes") + classes("target/classes"),
                Receiver.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      for (int i = 0; i <= steps; i++) {
        assertEquals('.', receiver.getInputStream().read());
      }
    } finally {
      receiver.destroyForcibly();
      assertTrue(receiver.waitFor(10, TimeUnit.SECONDS));
    }
  }

  private static String classes(String folder) {
    return Path.of(folder).toAbsolutePath() + System.getProperty("path.separator");
  }

  /** A process that receives the new files, in pieces, and then waits to be killed. */
  static final class Receiver {
    private Receiver() {}

    public static void main(String... args) throws Exception {
      Offer offer = offer("new, and longer");
      try (Destination destination = Destination.open(Path.of(args[0]), options())) {
        destination.plan(offer.entries(), false);
        destination.makeFolders();
        for (int i = 1; i <= FILES; i++) {
          receive(destination, i, offer.bytes(i));
        }
        Thread.sleep(60_000);
      }
    }

    private static void receive(Destination destination, int index, ByteBuffer bytes)
        throws IOException {
      said();
      if (bytes.remaining() < 10_000) {
        destination.take(index, bytes);
        said();
        return;
      }
      int end = bytes.limit();
      try (Arrival arrival = destination.begin(index, 0)) {
        arrival.write(bytes.limit(end / 2));
        said();
        arrival.write(bytes.limit(end));
        arrival.take();
      }
    }

    private static void said() {
      System.out.print('.');
      System.out.flush();
    }
  }
}
