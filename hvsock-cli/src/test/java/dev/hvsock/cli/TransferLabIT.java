package dev.hvsock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.HybridAddress;
import dev.hvsock.testing.GuestLab;
import dev.hvsock.testing.GuestLink;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files between this machine and a guest joined to it by vhost-device-vsock, there and back: 2,000
 * in a tree, and one of 1 GiB.
 */
@Tag("transfer")
@Timeout(900)
class TransferLabIT {
  private static final int FILES = Integer.getInteger("hvsock.transfer.files", 2000);
  private static final long LARGE_BYTES = Long.getLong("hvsock.transfer.mebibytes", 1024) << 20;
  private static final int LARGEST = 200 << 10;

  @TempDir static Path folder;
  private static GuestShell guest;
  private static int ports = 5001;

  @BeforeAll
  static void boot() throws Exception {
    GuestLab lab = GuestLab.forTest(GuestLink.DEVICE).memoryMiB(3072).limit(Duration.ofMinutes(25));
    guest = TransferScene.boot(lab, TransferScene.tool(folder));
  }

  @AfterAll
  static void end() throws Exception {
    if (guest != null) {
      guest.close();
    }
  }

  @Test
  void aTreeThereAndBack() throws Exception {
    Path tree = RandomTree.make(folder.resolve("tree"), 60, FILES, LARGEST);
    String there = move(TransferRoute.TO_GUEST, tree.toString(), "/srv/there");
    String listing = TreeListing.here(tree);
    assertEquals(listing, TreeListing.inGuest(guest, "/srv/there/tree"));
    String back = move(TransferRoute.FROM_GUEST, "/srv/there/tree", folder + "/back");
    assertEquals(listing, TreeListing.here(folder.resolve("back/tree")));
    same(tree, folder.resolve("back/tree"));
    report("%d files there and back, %s there, %s back".formatted(FILES, there, back));
  }

  @Test
  void aLargeFileThereAndBack() throws Exception {
    Path large = RandomTree.large(folder.resolve("large"), 61, LARGE_BYTES);
    String there = move(TransferRoute.TO_GUEST, large.toString(), "/srv/large");
    String back = move(TransferRoute.FROM_GUEST, "/srv/large/large", folder + "/large-back");
    same(large, folder.resolve("large-back/large"));
    assertEquals(
        TransferScene.shell("cd '%s'; sha256sum large".formatted(folder)),
        guest.run("cd /srv/large; sha256sum large"));
    report(
        "%d MiB there and back, %s there, %s back; socat, which verifies nothing, %s back"
            .formatted(LARGE_BYTES >> 20, there, back, socatFromGuest(large)));
    guest.run("rm -r /srv/large");
  }

  /** How long socat takes from the guest to this machine, to compare. */
  private static String socatFromGuest(Path large) throws Exception {
    int port = ports++;
    String socket = ((HybridAddress) guest.guest().hostAddress(port)).arrivals().name();
    Path copy = folder.resolve("by-socat");
    try (Tool receive =
        Tool.shell("exec socat -d -d -u UNIX-LISTEN:%s OPEN:%s,creat".formatted(socket, copy))) {
      receive.await(line -> line.contains("listening on"));
      long start = System.nanoTime();
      guest.run("socat -u FILE:/srv/large/large VSOCK-CONNECT:2:" + port);
      assertEquals(0, receive.end().code());
      String took = "%.1f s".formatted((System.nanoTime() - start) / 1e9);
      same(large, copy);
      return took;
    }
  }

  private static String move(TransferRoute route, String source, String target) throws Exception {
    int port = ports++;
    long start = System.nanoTime();
    try (TransferEnd receive = route.receive(guest, port, target);
        TransferEnd send = route.send(guest, port, source)) {
      return took(start, send, receive);
    }
  }

  private static String took(long start, TransferEnd send, TransferEnd receive) throws Exception {
    Tool.End end = send.end();
    Tool.End other = receive.end();
    assertEquals(0, end.code(), () -> end.talk() + "\n" + other.talk());
    assertEquals(0, other.code(), () -> end.talk() + "\n" + other.talk());
    return "%.1f s".formatted((System.nanoTime() - start) / 1e9);
  }

  private static void same(Path one, Path other) throws Exception {
    assertEquals(
        "", TransferScene.shell("diff -r --no-dereference '%s' '%s'".formatted(one, other)));
  }

  @SuppressWarnings("SystemOut") // for whoever reads the build's output
  private static void report(String what) {
    System.out.printf("hvsock: [TransferLabIT]: %s over %s%n", what, GuestLink.DEVICE);
  }
}
