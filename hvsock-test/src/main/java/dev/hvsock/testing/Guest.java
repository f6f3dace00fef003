package dev.hvsock.testing;

import dev.hvsock.Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One guest of the {@link GuestLab}: an emulated machine that runs one command.
 *
 * <pre>{@code
 * GuestLab lab = GuestLab.forTest(GuestLink.DEVICE);
 * try (Guest guest = lab.start(GuestLab.java(EchoAgent.class, "5000"));
 *     Flow flow = Hvsock.connect(guest.address(5000), connect -> connect.retryFor(ofSeconds(30)))) {
 *   ...
 * }
 * }</pre>
 *
 * <p>A guest is prepared, boots, runs, and ends by itself, by {@link #kill}, at the lab's limit, or
 * with this process, however that ends. Any thread may call any method.
 */
public final class Guest implements AutoCloseable {
  private static final long POLL_MILLIS = 10;

  private final GuestMachine machine;
  private final Thread cleaner = new Thread(this::clean, "guest-cleaner");
  private final CountDownLatch ended = new CountDownLatch(1);
  private Optional<Booted> booted = Optional.empty();
  private Optional<GuestRun> run = Optional.empty();
  private volatile boolean killed;
  private volatile boolean overdue;
  private boolean closed;

  /** QEMU, when it was started, and what may happen to the guest's device. */
  private record Booted(LeashedProcess qemu, Instant start, CompletableFuture<String> failure) {}

  private Guest(GuestMachine machine) {
    this.machine = machine;
  }

  static Guest prepare(GuestMachine machine) throws GuestException {
    Guest guest = new Guest(machine);
    try {
      Runtime.getRuntime().addShutdownHook(guest.cleaner);
    } catch (IllegalStateException e) {
      throw new GuestException("prepare guest: this process is ending");
    }
    return guest;
  }

  /**
   * Where this machine's programs reach what listens in the guest at {@code vsock://any:PORT}.
   * Known before the guest boots; until something listens, connecting is refused, so that {@link
   * dev.hvsock.ConnectOptions#retryFor} helps.
   *
   * @throws IllegalStateException if the guest has no link
   */
  public Address address(long port) {
    return machine.vsock().address(port);
  }

  /**
   * Where this machine's programs listen to be reached from the guest at {@code vsock://host:PORT}.
   * Known before the guest boots.
   *
   * @throws IllegalStateException if the guest has no link
   */
  public Address hostAddress(long port) {
    return machine.vsock().hostAddress(port);
  }

  /**
   * The CID that the guest has for itself and its siblings; no other guest of this process has it,
   * and hardly one of another.
   *
   * @throws IllegalStateException if the guest has no link
   */
  public long cid() {
    return machine.vsock().cid();
  }

  /** The vsock device of another guest, beside this one's. */
  GuestVsock siblingVsock(long cid) {
    if (machine.vsock() instanceof GuestVsock.Device device) {
      return device.sibling(cid);
    }
    throw new IllegalArgumentException(
        "guests are siblings by %s only, this one has %s"
            .formatted(GuestLink.DEVICE, machine.options().link()));
  }

  /**
   * Boots a guest that was {@linkplain GuestLab#prepare prepared}. Returns when QEMU is started,
   * seconds before the command is.
   *
   * @return this guest
   * @throws IllegalStateException if it was booted before, or closed
   * @throws GuestException if its device does not start
   */
  public synchronized Guest boot() throws IOException {
    if (booted.isPresent() || closed) {
      throw new IllegalStateException("the guest was booted before, or closed");
    }
    machine.vsock().start();
    Instant start = Instant.now();
    LeashedProcess qemu = LeashedProcess.start(machine.command(), machine.share().file("qemu.log"));
    Booted all = new Booted(qemu, start, machine.vsock().failure());
    booted = Optional.of(all);
    Thread.ofVirtual().name("guest-watch").start(() -> watch(all));
    return this;
  }

  private void watch(Booted all) {
    long limit = machine.options().limit().toNanos();
    try {
      CompletableFuture.anyOf(all.qemu().onExit(), all.failure()).get(limit, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      overdue = true;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("nobody interrupts this thread, and no end fails", e);
    } finally {
      all.qemu().kill();
      ended.countDown();
    }
  }

  /**
   * Waits until the guest's kernel is up and the command has been started.
   *
   * @return this guest
   * @throws GuestException if the guest ends before
   * @throws InterruptedIOException if the thread is interrupted; the guest goes on
   */
  public Guest awaitStart() throws IOException {
    awaitFile("lab/started");
    return this;
  }

  /**
   * Waits until there is a file of this name in the command's folder {@code HVSOCK_RESULTS}: how a
   * command tells that it is ready. A file that has content is best renamed when it is complete.
   *
   * @return the file, on this machine
   * @throws GuestException if the guest ends without
   * @throws InterruptedIOException if the thread is interrupted; the guest goes on
   */
  public Path awaitFile(String name) throws IOException {
    booted();
    Path file = machine.share().folder().resolve(name);
    try {
      while (!Files.exists(file)) {
        if (ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS) && !Files.exists(file)) {
          throw failure("await " + name + " of guest");
        }
      }
      return file;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Whether QEMU runs. */
  public synchronized boolean isRunning() {
    return booted.isPresent() && booted.get().qemu().isAlive();
  }

  /**
   * Ends the guest as a failure of power would, and returns when it is gone. Its flows end in the
   * way that its link has for that. Does nothing to a guest that does not run.
   */
  public synchronized void kill() {
    if (isRunning()) {
      killed = true;
      booted.ifPresent(each -> each.qemu().kill());
    }
  }

  /**
   * Waits for the command, and with it the guest, to end.
   *
   * @return what came of it, which the caller closes; the same each time
   * @throws GuestTimeoutException if the guest had to be killed at the limit
   * @throws GuestException if QEMU or the guest's device failed, the guest did not boot, was killed
   *     or ended before the command did
   * @throws InterruptedIOException if the thread is interrupted; the guest goes on
   */
  public GuestRun await() throws IOException {
    booted();
    try {
      ended.await();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    return result();
  }

  private synchronized GuestRun result() throws IOException {
    if (run.isEmpty()) {
      GuestShare share = machine.share();
      String status = share.text("status").strip();
      if (status.isEmpty()) {
        throw failure("run guest");
      }
      Duration boot = Duration.between(booted().start(), share.started());
      run = Optional.of(share.outcome(Integer.parseInt(status), boot));
    }
    return run.get();
  }

  private GuestException failure(String operation) throws IOException {
    if (overdue) {
      String limit = operation + ": not ended within " + machine.options().limit() + ", still ";
      return new GuestTimeoutException(limit + phase(), machine);
    }
    String why =
        killed
            ? "killed"
            : booted().failure().getNow("QEMU ended, status " + booted().qemu().status());
    return new GuestException(operation + ": " + why + " while " + phase(), machine);
  }

  private synchronized Booted booted() {
    return booted.orElseThrow(() -> new IllegalStateException("the guest was not booted"));
  }

  private InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("run guest: interrupted while " + phase());
  }

  private String phase() {
    return machine.share().hasStarted() ? "running the command" : "booting";
  }

  /**
   * Kills the guest if it still runs, ends its device if no sibling needs it, and deletes its
   * results, unless {@link #await} has given them away. Idempotent.
   */
  @Override
  public void close() throws IOException {
    try {
      release();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(cleaner);
      } catch (IllegalStateException e) {
        // This process is ending and the cleaner runs already; to release twice is harmless.
      }
    }
  }

  private synchronized void release() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    kill();
    try {
      machine.vsock().close();
    } finally {
      if (run.isEmpty()) {
        machine.share().delete();
      }
    }
  }

  private void clean() {
    try {
      release();
      machine.share().delete();
    } catch (IOException | UncheckedIOException e) {
      // Another thread has woken too, and deletes the same files.
    }
  }
}
