package dev.hvsock.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One guest's QEMU process, from its start to its end. */
final class GuestMachine {
  private final Process process;
  private final GuestShare share;
  private final Instant start;
  private final Thread killer;

  private GuestMachine(Process process, GuestShare share, Instant start) {
    this.process = process;
    this.share = share;
    this.start = start;
    this.killer = new Thread(this::killAndForget, "guest-killer");
  }

  static GuestMachine start(GuestImage image, GuestOptions options, GuestShare share)
      throws IOException {
    Instant start = Instant.now();
    Process process =
        new ProcessBuilder(arguments(image, options, share))
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(share.file("qemu.log").toFile())
            .start();
    var machine = new GuestMachine(process, share, start);
    try {
      Runtime.getRuntime().addShutdownHook(machine.killer);
    } catch (IllegalStateException e) {
      machine.kill();
      throw new GuestException("run guest: this process is ending");
    }
    return machine;
  }

  static List<String> arguments(GuestImage image, GuestOptions options, GuestShare share) {
    return List.of(
        // Emulation takes all the processor time there is, which whoever waits may need more.
        "nice",
        image.qemu().toString(),
        "-nodefaults",
        "-no-reboot",
        "-display",
        "none",
        "-accel",
        "tcg,thread=multi",
        "-cpu",
        "max",
        "-smp",
        String.valueOf(options.cpus()),
        "-m",
        options.memoryMiB() + "M",
        "-serial",
        "file:" + share.file("serial.log"),
        "-kernel",
        image.kernel().toString(),
        "-initrd",
        image.initramfs().toString(),
        "-append",
        "console=ttyS0 quiet panic=-1",
        "-virtfs",
        folder("host", Path.of("/")) + ",readonly=on",
        "-virtfs",
        folder("results", share.folder()));
  }

  // A file tree may span devices, whose inode numbers have to be kept apart: multidevs.
  private static String folder(String tag, Path path) {
    String value = path.toString().replace(",", ",,");
    return "local,path=" + value + ",mount_tag=" + tag + ",security_model=none,multidevs=remap";
  }

  /** Waits for the guest to end, or ends it. */
  GuestRun await(Duration limit) throws IOException {
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        kill();
        throw new GuestTimeoutException(
            "run guest: not ended within " + limit + ", still " + phase(), share);
      }
      return outcome();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("run guest: interrupted while " + phase());
    } finally {
      kill();
      forgetKiller();
    }
  }

  private GuestRun outcome() throws IOException {
    String status = share.text("status").strip();
    if (status.isEmpty()) {
      throw new GuestException(
          "run guest: ended while %s, without an exit status (QEMU's: %d)"
              .formatted(phase(), process.exitValue()),
          share);
    }
    return new GuestRun(
        Integer.parseInt(status),
        share.text("stdout"),
        share.text("stderr"),
        share.folder(),
        Duration.between(start, share.started()),
        Duration.between(share.started(), share.ended()));
  }

  private String phase() {
    return share.hasStarted() ? "running the command" : "booting";
  }

  private void kill() {
    process.destroyForcibly().onExit().join();
  }

  private void killAndForget() {
    kill();
    try {
      share.delete();
    } catch (IOException | UncheckedIOException e) {
      // The thread that awaited the guest has woken too, and deletes the same files.
    }
  }

  private void forgetKiller() {
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // This process is ending and the hook runs already; to kill twice is harmless.
    }
  }
}
