package dev.hvsock.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.transfer.TestVector.Said;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/**
 * A recorded conversation of which the other end's part has been changed at random.
 *
 * @param library the end that is not changed
 * @param said what both ends were to say, in that order
 * @param inTurn whether the other end waits for what the library was to say; it says everything at
 *     once if not
 * @param ending whether it half-closes after that, at once
 */
record FuzzCase(LibraryPart library, List<Said> said, boolean inTurn, boolean ending) {
  private static final List<TestVector> VECTORS = TestVector.in("conversations").toList();
  private static final Duration PATIENCE = Duration.ofMillis(100);

  /** How long one that takes turns waits for what might never be said. */
  private static final Duration TURN = Duration.ofMillis(20);

  /** More than patience, and time for the last word to be heard. */
  private static final long BOUND_SECONDS = 10;

  /** Runs the one of this seed in an empty folder. Whether the library ended well. */
  static boolean run(long seed, Path folder) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    TestVector vector = VECTORS.get(random.nextInt(VECTORS.size()));
    int end = random.nextInt(2);
    makeSurroundings(folder);
    Path own = Files.createDirectory(folder.resolve("own"));
    LibraryPart library = new LibraryPart(vector, vector.ends().get(end), own, PATIENCE);
    library.prepare();
    List<Said> said = Mutation.some(vector, vector.ends().get(1 - end), random);
    boolean well =
        new FuzzCase(library, said, random.nextBoolean(), random.nextBoolean()).run(folder);
    remove(folder);
    return well;
  }

  /** What conversations speak of, where nothing of them belongs. */
  private static void makeSurroundings(Path folder) throws IOException {
    Files.writeString(folder.resolve("hello"), "mine");
    Files.writeString(folder.resolve("poem"), "mine");
    Files.createDirectories(folder.resolve("notes/hello"));
  }

  private boolean run(Path folder) throws Exception {
    TreeMap<String, String> before = snapshot(folder);
    boolean well;
    try (FlowPair pair = Flows.pair()) {
      Thread peer = Thread.ofVirtual().start(() -> play(pair.second()));
      well = runLibrary(pair.first());
      pair.first().abort();
      peer.join();
    }
    assertEquals(before, snapshot(folder), this::toString);
    return well;
  }

  private boolean runLibrary(Flow flow) throws Exception {
    FutureTask<?> task = new FutureTask<>(() -> library.run(flow));
    Thread thread = Thread.ofVirtual().name("library").start(task);
    try {
      task.get(BOUND_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      // A list that is another one is none that the library could take for wrong: its test does.
      if (e.getCause() instanceof IOException || e.getCause() instanceof AssertionFailedError) {
        return false;
      }
      throw new AssertionError(toString(), e.getCause());
    } catch (TimeoutException e) {
      AssertionError failure = new AssertionError(this + " hangs", e);
      failure.setStackTrace(thread.getStackTrace());
      throw failure;
    }
  }

  private void play(Flow flow) {
    try {
      for (Said each : said) {
        if (each.end().equals(library.end())) {
          awaitTurn(flow, each);
        } else {
          flow.write(ByteBuffer.wrap(each.bytes()));
        }
      }
      if (ending) {
        flow.shutdownOutput();
      }
      flow.readTimeout(Flow.FOREVER);
      ByteBuffer heard = ByteBuffer.allocate(1 << 14);
      while (flow.read(heard.clear()) >= 0) {
        // Whatever it is.
      }
      flow.shutdownOutput();
    } catch (IOException e) {
      // The library has had enough.
    }
  }

  /** Hears as much as was to be said, or nothing for a while. */
  private void awaitTurn(Flow flow, Said expected) throws IOException {
    if (inTurn) {
      flow.readTimeout(TURN);
      try {
        ByteBuffer heard = ByteBuffer.allocate(expected.bytes().length);
        while (heard.hasRemaining() && flow.read(heard) >= 0) {
          // Whatever it is.
        }
      } catch (java.net.SocketTimeoutException e) {
        // It has something else to say, or waits too.
      }
    }
  }

  /** Everything but where the library may change something. */
  private TreeMap<String, String> snapshot(Path root) throws IOException {
    TreeMap<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(each -> !each.startsWith(library.ground())).toList()) {
        boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        all.put(root.relativize(path).toString(), file ? Files.readString(path, ISO_8859_1) : "");
      }
    }
    return all;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(each -> !each.equals(folder)).toList().reversed()) {
        Files.delete(path);
      }
    }
  }
}
