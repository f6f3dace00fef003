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
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers between this machine and a guest that are cut off at points at random, and then gone on
 * with until the trees are equal. What the guest receives goes to a folder of this machine, as to a
 * disk that outlives it.
 */
@Tag("transfer")
@Timeout(900)
class TransferCutsIT {
  private static final long SEED = Long.getLong("hvsock.seed", System.nanoTime());
  private static final int FILES = 60;
  private static final int LARGE_BYTES = 12 << 20;
  private static final String RATE = "8M";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir static Path folder;
  private static GuestLab lab;
  private static Path tool;
  private static Path tree;
  private static String listing;
  private static long size;

  private final Random random = new Random(SEED);
  private GuestShell guest;
  private Path disk;
  private int number;
  private int resumed;

  @BeforeAll
  static void make() throws Exception {
    lab = GuestLab.forTest(GuestLink.DEVICE).memoryMiB(1024).limit(Duration.ofMinutes(14));
    tool = TransferScene.tool(folder);
    tree = RandomTree.make(folder.resolve("tree"), SEED, FILES, 1 << 20);
    RandomTree.large(tree.resolve("large"), SEED, LARGE_BYTES);
    listing = TreeListing.here(tree);
    size = size(tree);
  }

  @AfterEach
  void end() throws IOException {
    if (guest != null) {
      guest.close();
    }
  }

  private void boot() throws Exception {
    guest = TransferScene.boot(lab, tool);
    disk = guest.guest().awaitFile("lab/started").getParent().getParent();
  }

  /** After a failure of power: another guest, with the disk of the one before. */
  private void bootAgain() throws Exception {
    GuestShell before = guest;
    Path old = disk;
    boot();
    TransferScene.shell("cp -a '%s'/inbox-* '%s'".formatted(old, disk));
    before.close();
  }

  @Test
  void transfersThatAreCutOffAreGoneOnWith() throws Exception {
    boot();
    for (boolean toGuest : List.of(true, false)) {
      for (int i = 0; i < 3; i++) {
        cut(TransferCut.SENDER_KILLED, toGuest);
        cut(TransferCut.RECEIVER_KILLED, toGuest);
      }
      cut(TransferCut.GUEST_KILLED, toGuest);
      cut(TransferCut.GUEST_KILLED, toGuest);
    }
    for (int i = 0; i < 4; i++) {
      fill();
    }
    report(
        "%d transfers cut off and gone on with, %d in the middle of a file (-Dhvsock.seed=%d)"
            .formatted(number, resumed, SEED));
  }

  /** One transfer to its end, which is cut off once or, if it was too fast, again. */
  private void cut(TransferCut cut, boolean toGuest) throws Exception {
    number++;
    Path inbox = inbox(toGuest);
    long point = (long) (random.nextDouble() * 0.9 * size);
    String what =
        "%s, %s the guest, at %d of %d bytes, seed %d"
            .formatted(cut, toGuest ? "to" : "from", point, size, SEED);
    try (TransferEnd receive = receive(inbox, toGuest);
        TransferEnd send = send(toGuest, "--limit-rate", RATE)) {
      awaitSize(inbox, point);
      switch (cut) {
        case SENDER_KILLED -> send.kill();
        case RECEIVER_KILLED -> receive.kill();
        default -> guest.guest().kill();
      }
      end(cut, send, receive, toGuest, what);
    }
    check(inbox, toGuest, what);
    if (cut == TransferCut.GUEST_KILLED) {
      bootAgain();
      inbox = inbox(toGuest);
    }
    goOn(inbox, toGuest, what);
  }

  private Path inbox(boolean inGuest) {
    return (inGuest ? disk : folder).resolve("inbox-" + number);
  }

  /** Both see that it did not end well; who was in a guest that is gone sees nothing. */
  private static void end(
      TransferCut cut, TransferEnd send, TransferEnd receive, boolean toGuest, String what)
      throws Exception {
    if (cut != TransferCut.GUEST_KILLED || toGuest) {
      Tool.End end = send.end();
      assertNotEquals(0, end.code(), () -> what + ": " + end);
    }
    if (cut != TransferCut.GUEST_KILLED || !toGuest) {
      Tool.End end = receive.end();
      assertNotEquals(0, end.code(), () -> what + ": " + end);
    }
  }

  private void goOn(Path inbox, boolean toGuest, String what) throws Exception {
    try (TransferEnd receive = receive(inbox, toGuest, "--resume");
        TransferEnd send = send(toGuest)) {
      Tool.End sent = send.end();
      Tool.End taken = receive.end();
      assertEquals(0, sent.code(), () -> what + ": " + sent + taken);
      assertEquals(0, taken.code(), () -> what + ": " + sent + taken);
    }
    String received = TreeListing.here(inbox.resolve("tree"));
    assertEquals(kept(listing, toGuest), kept(received, toGuest), what);
    TransferScene.shell("rm -rf '%s'".formatted(inbox));
  }

  private TransferEnd receive(Path inbox, boolean inGuest, String... options) throws Exception {
    return inGuest
        ? TransferEnd.inGuest(
            guest,
            words(
                "receive", options, "vsock://any:" + port(), "/run/hvsock/" + inbox.getFileName()))
        : TransferEnd.here(
            words(
                "receive",
                options,
                guest.guest().hostAddress(port()).toString(),
                inbox.toString()));
  }

  private TransferEnd send(boolean toGuest, String... options) throws Exception {
    return toGuest
        ? TransferEnd.here(
            words(
                "send",
                options,
                "--retry",
                "1m",
                tree.toString(),
                guest.guest().address(port()).toString()))
        : TransferEnd.inGuest(
            guest,
            words("send", options, "--retry", "1m", tree.toString(), "vsock://host:" + port()));
  }

  private int port() {
    return 5000 + number;
  }

  private static String[] words(String command, String[] options, String... rest) {
    return Stream.of(Stream.of(command), Stream.of(options), Stream.of(rest))
        .flatMap(each -> each)
        .toArray(String[]::new);
  }

  private static void awaitSize(Path inbox, long bytes) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(inbox) || size(inbox) < bytes) {
      assertTrue(System.nanoTime() < end, () -> "too little arrives in " + inbox);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** What has a final name is whole, whenever the other end, this one or the machine went. */
  private void check(Path inbox, boolean toGuest, String what) throws Exception {
    Set<String> sources =
        kept(listing, toGuest)
            .lines()
            .filter(line -> !line.contains("\td\t"))
            .collect(Collectors.toSet());
    if (Files.exists(inbox.resolve("tree"))) {
      for (String line : kept(TreeListing.here(inbox.resolve("tree")), toGuest).lines().toList()) {
        if (!line.contains("\td\t") && !line.contains(".hvsock-")) {
          assertTrue(sources.contains(line), () -> what + ": " + line);
        }
        if (line.contains(".hvsock-")) {
          resumed++;
        }
      }
    }
  }

  /** Linux keeps times to the second on a disk of the guest that is a folder of its host's. */
  private static String kept(String tree, boolean inGuest) {
    return inGuest ? TreeListing.coarse(tree) : tree;
  }

  /** The guest's disk is full, until it is made larger. */
  private void fill() throws Exception {
    number++;
    long room = (1 << 20) + random.nextLong(size - (2 << 20));
    String what =
        "%s, room for %d of %d bytes, seed %d".formatted(TransferCut.DISK_FULL, room, size, SEED);
    guest.run("mkdir /run/full; mount -t tmpfs -o size=%d full /run/full".formatted(room));
    try (TransferEnd receive =
            TransferEnd.inGuest(
                guest, "receive", "--no-space-check", "vsock://any:" + port(), "/run/full");
        TransferEnd send = send(true)) {
      end(TransferCut.DISK_FULL, send, receive, true, what);
    }
    guest.run("mount -o remount,size=256m /run/full");
    try (TransferEnd receive =
            TransferEnd.inGuest(
                guest, "receive", "--resume", "vsock://any:" + port(), "/run/full");
        TransferEnd send = send(true)) {
      Tool.End sent = send.end();
      Tool.End received = receive.end();
      assertEquals(0, sent.code(), () -> what + ": " + sent + received);
      assertEquals(0, received.code(), () -> what + ": " + sent + received);
    }
    assertEquals(listing, TreeListing.inGuest(guest, "/run/full/tree"), what);
    guest.run("umount /run/full; rmdir /run/full");
  }

  private static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(TransferCutsIT::length)
          .sum();
    } catch (UncheckedIOException | IOException e) {
      return 0; // something got its final name meanwhile
    }
  }

  private static long length(Path file) {
    return file.toFile().length();
  }

  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  private static void report(String what) {
    System.out.printf("hvsock: [TransferCutsIT]: %s over %s%n", what, GuestLink.DEVICE);
  }
}
