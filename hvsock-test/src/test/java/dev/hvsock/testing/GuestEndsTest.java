package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.HybridAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How guests end that do not end by themselves, and what they leave: nothing. */
@Tag("concurrent")
@ExtendWith(Watchdog.class)
class GuestEndsTest {
  private static final List<String> FOR_EVER = List.of("sleep", "1000");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private GuestLab lab;

  @BeforeEach
  void open() throws IOException {
    lab = GuestLab.forTest(GuestLink.DEVICE).cpus(1).memoryMiB(256);
  }

  /** The folder of the sockets, which is in the command of all that the lab has started for it. */
  private static Path folder(Guest guest) {
    return Path.of(((HybridAddress) guest.address(1)).path()).resolveSibling("");
  }

  private static List<ProcessHandle> processes(Path folder, String program) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().command().orElse("").contains(program))
        .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
        .toList();
  }

  @Test
  void aGuestWhoseDeviceDiesSaysSo() throws Exception {
    try (Guest guest = lab.start(FOR_EVER).awaitStart()) {
      ProcessHandle device = processes(folder(guest), "vhost-device-vsock").getFirst();
      device.destroyForcibly();
      GuestException failure = assertThrows(GuestException.class, guest::await);
      assertTrue(
          failure.toString().contains("vhost-device-vsock ended, status 137 while running"),
          failure::toString);
      assertFalse(guest.isRunning());
    }
  }

  @Test
  void aGuestWhoseQemuDiesSaysSo() throws Exception {
    Guest guest = lab.start(FOR_EVER).awaitStart();
    Path folder = folder(guest);
    try (guest) {
      processes(folder, "qemu").getFirst().destroyForcibly();
      GuestException failure = assertThrows(GuestException.class, guest::await);
      assertTrue(failure.toString().contains("QEMU ended, status 137"), failure::toString);
      assertThrows(GuestException.class, () -> guest.awaitFile("never"));
    }
    assertFalse(Files.exists(folder));
    assertEquals(List.of(), processes(folder, ""));
  }

  @Test
  void aGuestThatTakesTooLongIsKilled() throws Exception {
    Guest guest = lab.limit(Duration.ofMillis(500)).start(FOR_EVER);
    try (guest) {
      assertThrows(GuestTimeoutException.class, guest::await);
      assertFalse(guest.isRunning());
    }
  }

  /** Not even a process that is killed leaves a guest behind. */
  @Test
  void aGuestEndsWithTheProcessThatBootedIt(@TempDir Path temporary) throws Exception {
    List<String> command =
        Stream.concat(
                GuestLab.java(Booting.class).stream().limit(1),
                Stream.concat(
                    Stream.of("-Djava.io.tmpdir=" + temporary),
                    GuestLab.java(Booting.class).stream().skip(1)))
            .toList();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Path folder = Path.of(process.inputReader().readLine());
    assertEquals(1, processes(folder, "qemu").size());
    assertEquals(1, processes(folder, "vhost-device-vsock").size());
    process.destroyForcibly().waitFor();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!processes(folder, "").isEmpty() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertEquals(List.of(), processes(folder, ""));
  }

  /** The process that is killed. */
  static final class Booting {
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
      GuestLab lab = GuestLab.open().link(GuestLink.DEVICE).cpus(1).memoryMiB(256);
      try (Guest guest = lab.start(FOR_EVER)) {
        System.out.println(folder(guest));
        guest.await();
      }
    }
  }

  @Test
  void addressesAreOfGuestsThatHaveALink() throws Exception {
    try (Guest alone = lab.link(GuestLink.NONE).prepare(FOR_EVER)) {
      assertThrows(IllegalStateException.class, () -> alone.address(1));
      assertThrows(IllegalStateException.class, () -> alone.hostAddress(1));
      assertThrows(IllegalStateException.class, alone::cid);
      assertThrows(IllegalStateException.class, alone::await);
      assertThrows(IllegalArgumentException.class, () -> lab.prepareSibling(alone, FOR_EVER));
    }
  }

  @Test
  void siblingsArePreparedBeforeTheyBoot() throws Exception {
    try (Guest first = lab.start(FOR_EVER)) {
      assertThrows(IllegalStateException.class, () -> lab.prepareSibling(first, FOR_EVER));
      assertThrows(IllegalStateException.class, first::boot);
    }
  }
}
