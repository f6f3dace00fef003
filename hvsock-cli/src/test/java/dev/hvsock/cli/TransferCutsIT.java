package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.testing.GuestLab;
import dev.hvsock.testing.GuestLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transfers between this machine and a guest that are cut off at 20 points at random, and gone on
 * with until the trees are equal. What the guest receives goes to a folder of this machine's, as to
 * a disk that outlives it.
 */
@Tag("transfer")
@Timeout(300)
class TransferCutsIT {
  private static final long SEED = Long.getLong("hvsock.seed", System.nanoTime());
  private static final int FILES = 60;
  private static final int LARGE_BYTES = 6 << 20;
  private static final String RATE = "--limit-rate=4M";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Random RANDOM = new Random(SEED);

  @TempDir static Path folder;
  private static GuestLab lab;
  private static Path tool;
  private static Path tree;
  private static String listing;
  private static long size;
  private static GuestShell guest;
  private static Path disk;
  private static int number;
  private static int cutsInTime;
  private static int inMidFile;

  /** What cuts a transfer off. */
  enum Cut {
    SENDER_KILLED,
    RECEIVER_KILLED,
    GUEST_KILLED
  }

  static Stream<Arguments> cuts() {
    return Stream.of(TransferRoute.values())
        .flatMap(
            route ->
                Stream.of(Cut.values())
                    .flatMap(
                        cut ->
                            Stream.generate(() -> Arguments.of(cut, route))
                                .limit(cut == Cut.GUEST_KILLED ? 2 : 3)));
  }

  static Stream<Long> rooms() {
    return Stream.generate(() -> (1L << 20) + RANDOM.nextLong(3 << 20)).limit(4);
  }

  @BeforeAll
  static void boot() throws Exception {
    lab = GuestLab.forTest(GuestLink.DEVICE).memoryMiB(1024).limit(Duration.ofMinutes(25));
    tool = TransferScene.tool(folder);
    tree = RandomTree.make(folder.resolve("tree"), SEED, FILES, 256 << 10);
    RandomTree.large(tree.resolve("large"), SEED, LARGE_BYTES);
    listing = TreeListing.here(tree);
    size = size(tree);
    guest = TransferScene.boot(lab, tool);
    disk = guest.results();
  }

  @AfterAll
  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  static void end() throws IOException {
    if (guest != null) {
      guest.close();
      System.out.printf(
          "hvsock: [TransferCutsIT]: %d transfers cut off at random and gone on with, %d of them in"
              + " the middle of a file, over %s (seed %d)%n",
          cutsInTime, inMidFile, GuestLink.DEVICE, SEED);
    }
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void whatIsCutOffIsGoneOnWith(Cut cut, TransferRoute route) throws Exception {
    boolean inTime = false;
    for (int i = 0; !inTime; i++) {
      assertTrue(i < 5, "transfers are over before they are cut off");
      inTime = cutOff(cut, route);
    }
    cutsInTime++;
  }

  /** Cuts one off, goes on with it, and gives whether it was not over before. */
  private static boolean cutOff(Cut cut, TransferRoute route) throws Exception {
    long point = (long) (RANDOM.nextDouble() * 0.85 * size);
    String what = "at %d of %d bytes, seed %d".formatted(point, size, SEED);
    Path inbox = freshInbox(route);
    List<Integer> codes = new ArrayList<>();
    try (TransferEnd receive = receive(route, inbox);
        TransferEnd send = route.send(guest, port(), tree.toString(), RATE)) {
      awaitSize(inbox, point);
      switch (cut) {
        case SENDER_KILLED -> send.kill();
        case RECEIVER_KILLED -> receive.kill();
        case GUEST_KILLED -> guest.guest().kill();
      }
      if (cut != Cut.GUEST_KILLED || route == TransferRoute.TO_GUEST) {
        codes.add(send.end().code());
      }
      if (cut != Cut.GUEST_KILLED || route == TransferRoute.FROM_GUEST) {
        codes.add(receive.end().code());
      }
    }
    assertWhole(inbox.resolve("tree"), what);
    goOn(route, cut == Cut.GUEST_KILLED ? bootAgain(route, inbox) : inbox, what);
    return !codes.contains(0);
  }

  /** After a failure of power: another guest, with the disk of the one before. */
  private static Path bootAgain(TransferRoute route, Path inbox) throws Exception {
    try (GuestShell before = guest) {
      assertTrue(!before.guest().isRunning());
      guest = TransferScene.boot(lab, tool);
      disk = guest.results();
      if (route == TransferRoute.FROM_GUEST) {
        return inbox;
      }
      TransferScene.shell("cp -a '%s' '%s'".formatted(inbox, disk));
      return disk.resolve(inbox.getFileName());
    }
  }

  private static Path freshInbox(TransferRoute route) {
    number++;
    return (route == TransferRoute.TO_GUEST ? disk : folder).resolve("inbox-" + number);
  }

  private static int port() {
    return 5000 + number;
  }

  private static TransferEnd receive(TransferRoute route, Path inbox, String... options)
      throws Exception {
    String there = "/run/hvsock/" + inbox.getFileName(); // the guest's results folder
    String name = route == TransferRoute.TO_GUEST ? there : inbox.toString();
    return route.receive(guest, port(), name, options);
  }

  private static void goOn(TransferRoute route, Path inbox, String what) throws Exception {
    try (TransferEnd receive = receive(route, inbox, "--resume");
        TransferEnd send = route.send(guest, port(), tree.toString())) {
      assertGood(send, receive, what);
    }
    assertEquals(kept(listing), kept(TreeListing.here(inbox.resolve("tree"))), what);
    TransferScene.shell("rm -r '%s'".formatted(inbox));
  }

  private static void assertFailed(TransferEnd transfer, String what) throws Exception {
    Tool.End end = transfer.end();
    assertNotEquals(0, end.code(), () -> what + ": " + end);
  }

  private static void assertGood(TransferEnd send, TransferEnd receive, String what)
      throws Exception {
    Tool.End sent = send.end();
    Tool.End received = receive.end();
    assertEquals(
        List.of(0, 0), List.of(sent.code(), received.code()), () -> what + sent + received);
  }

  /** Whatever has its final name is all there; the rest is known as what it is. */
  private static void assertWhole(Path received, String what) throws Exception {
    if (Files.exists(received)) {
      List<String> sent = kept(listing).lines().toList();
      for (String line : kept(TreeListing.here(received)).lines().toList()) {
        if (line.contains(".hvsock-")) {
          inMidFile += line.contains("\t") ? 1 : 0;
        } else if (!line.contains("\td\t")) { // folders have their time when all is in them
          assertTrue(sent.contains(line), () -> what + ": " + line);
        }
      }
    }
  }

  /** Linux keeps times to the second on a guest's disk that is a folder of its host's. */
  private static String kept(String tree) {
    return TreeListing.coarse(tree);
  }

  /** The guest's disk is full, until it is made larger; holes do not count. */
  @ParameterizedTest
  @MethodSource("rooms")
  void whatFindsTheDiskFullIsGoneOnWith(long room) throws Exception {
    number++;
    String what = "room for %d of %d bytes, seed %d".formatted(room, size, SEED);
    String full = "/run/full-" + number;
    guest.run("mkdir %s; mount -t tmpfs -o size=%d full %1$s".formatted(full, room));
    TransferRoute route = TransferRoute.TO_GUEST;
    try (TransferEnd receive = route.receive(guest, port(), full, "--no-space-check");
        TransferEnd send = route.send(guest, port(), tree.toString())) {
      assertFailed(send, what);
      assertFailed(receive, what);
    }
    guest.run("mount -o remount,size=256m " + full);
    try (TransferEnd receive = route.receive(guest, port(), full, "--resume");
        TransferEnd send = route.send(guest, port(), tree.toString())) {
      assertGood(send, receive, what);
    }
    assertEquals(listing, TreeListing.inGuest(guest, full + "/tree"), what);
    guest.run("umount %s; rmdir %1$s".formatted(full));
    cutsInTime++;
  }

  private static void awaitSize(Path inbox, long bytes) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(inbox) || size(inbox) < bytes) {
      assertTrue(System.nanoTime() < end, () -> "too little arrives in " + inbox);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(each -> each.toFile().length())
          .sum();
    } catch (UncheckedIOException | IOException e) {
      return 0; // something got its final name meanwhile
    }
  }
}
