package dev.hvsock.testing;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One {@code vhost-device-vsock}: the vsock devices of one guest, or of several that can then reach
 * each other. It ends when all its guests have.
 */
final class GuestDevice {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 5;

  /** Of a unix socket's name, 107 bytes, leaves room for {@code /vsock-CID_PORT}. */
  private static final int LONGEST_FOLDER = 75;

  private final Path program;
  private final Path folder;
  private final Set<Long> cids = new TreeSet<>();
  private Optional<LeashedProcess> process = Optional.empty();

  private GuestDevice(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** Gives it a folder for its sockets; does not start it. */
  static GuestDevice create(Path program) throws IOException {
    return new GuestDevice(program, newFolder());
  }

  /** Has it play the device of the guest with this CID too. */
  synchronized void add(long cid) {
    if (process.isPresent()) {
      throw new IllegalStateException("a guest was booted before its siblings were prepared");
    }
    cids.add(cid);
  }

  private static Path newFolder() throws IOException {
    Path folder = Files.createTempDirectory("hvsock-link-").toRealPath();
    if (folder.toString().length() <= LONGEST_FOLDER) {
      return folder;
    }
    Files.delete(folder);
    return Files.createTempDirectory(Path.of("/tmp"), "hvsock-link-").toRealPath();
  }

  /** Where QEMU finds the device of the guest with this CID. */
  Path socket(long cid) {
    return folder.resolve("device-" + cid);
  }

  /** Where this machine's programs reach the guest with this CID, and what is reached by it. */
  Path hostSocket(long cid) {
    return folder.resolve("vsock-" + cid);
  }

  /** Completed, with what happened, when the process has ended; it is started before. */
  synchronized CompletableFuture<String> failure() {
    return process
        .orElseThrow()
        .onExit()
        .thenApply(status -> program.getFileName() + " ended, status " + status);
  }

  /** Starts it, unless another of its guests has. */
  synchronized void start() throws IOException {
    if (process.isPresent()) {
      return;
    }
    LeashedProcess started = LeashedProcess.start(command(), logFile());
    process = Optional.of(started);
    awaitSockets(started);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    for (long cid : cids) {
      // Not told of any address in AF_VSOCK to forward to: it touches this machine's own nowhere.
      command.add("--vm");
      command.add(
          "guest-cid=%d,socket=%s,uds-path=%s".formatted(cid, socket(cid), hostSocket(cid)));
    }
    return command;
  }

  /** QEMU does not try again. */
  private void awaitSockets(LeashedProcess started) throws IOException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!cids.stream().allMatch(cid -> Files.exists(socket(cid)))) {
      if (!started.isAlive() || System.nanoTime() > end) {
        throw new GuestException(
            "start %s: it does not listen; its output:\n%s".formatted(program, log()));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("start " + program + ": interrupted");
      }
    }
  }

  private Path logFile() {
    return folder.resolve("log");
  }

  /** The end of its output. */
  String log() throws IOException {
    return GuestShare.tail(logFile());
  }

  /** Ends it if this was the last of its guests. */
  synchronized void release(long cid) throws IOException {
    if (cids.remove(cid) && cids.isEmpty()) {
      process.ifPresent(LeashedProcess::kill);
      try {
        GuestShare.delete(folder);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }
}
