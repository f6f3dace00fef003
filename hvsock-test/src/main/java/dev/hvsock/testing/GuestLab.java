package dev.hvsock.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A laboratory of emulated Linux guests, in which code can use real AF_VSOCK sockets.
 *
 * <p>On the machine itself that is not safe: inside a virtual machine, and a CI runner is one,
 * AF_VSOCK leads to the hypervisor. A guest of the lab has the kernel's loopback transport, and a
 * {@link GuestLink} to this machine if it is given one.
 *
 * <p>A guest runs one command as root, and ends with it. It sees the file tree of this machine
 * under a scratch layer: programs, class files and the working directory are where they are here,
 * may be changed, and are unchanged afterwards. Only what the command writes into the folder that
 * the environment variable {@code HVSOCK_RESULTS} names comes back.
 *
 * <pre>{@code
 * try (GuestRun run = GuestLab.open().cpus(4).run(GuestLab.java(Main.class))) {
 *   assertEquals(0, run.status(), run.stderr());
 * }
 * }</pre>
 *
 * <p>{@link #run} waits for its end; {@link #start} gives a {@link Guest} to talk to meanwhile.
 *
 * <p>A lab is immutable: each option returns another lab. Threads may share one and run guests at
 * the same time.
 */
public final class GuestLab {
  /** What to do where guests cannot run; the environment variable {@code HVSOCK_LAB} chooses. */
  public enum Mode {
    /** Use no guests, even where they could run. */
    OFF,
    /** Skip what needs a guest where none can run. The default. */
    AUTO,
    /** Fail what needs a guest where none can run. */
    REQUIRED;

    static Mode parse(String text) {
      return switch (text) {
        case "off" -> OFF;
        case "auto", "" -> AUTO;
        case "required" -> REQUIRED;
        default ->
            throw new IllegalArgumentException(
                "HVSOCK_LAB=" + text + ": not one of off, auto, required");
      };
    }

    /** The text that {@code HVSOCK_LAB} has for this mode. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Of guests at one time on one machine, no two may have the same; from somewhere at random, for
   * other processes have guests too.
   */
  private static final AtomicLong CIDS =
      new AtomicLong(1 << 16 | ThreadLocalRandom.current().nextInt(1 << 30));

  private final GuestImage image;
  private final GuestOptions options;

  private GuestLab(GuestImage image, GuestOptions options) {
    this.image = image;
    this.options = options;
  }

  /**
   * The mode that the environment variable {@code HVSOCK_LAB} chooses.
   *
   * @throws IllegalArgumentException if the variable has a value that is not a mode's text
   */
  public static Mode mode() {
    return Mode.parse(System.getenv().getOrDefault("HVSOCK_LAB", ""));
  }

  /**
   * The folder that {@code hvsock-test/lab/setup} fills, whether it has or not. Its sub-folder
   * {@code openssh-server} holds the files of a server of ssh, for a guest to lay over its root.
   */
  public static Path folder() {
    return GuestImage.cache();
  }

  /**
   * Why no guest can run here, with the remedy, ready to be the reason of a skipped test; empty if
   * guests can run.
   *
   * @throws IllegalArgumentException as {@link #mode} does
   */
  public static Optional<String> missing() {
    return mode() == Mode.OFF
        ? Optional.of("switched off by HVSOCK_LAB=off")
        : GuestImage.missing();
  }

  /**
   * Why no guest can have this link here, as {@link #missing()} tells of guests as such.
   *
   * @throws IllegalArgumentException as {@link #mode} does
   */
  public static Optional<String> missing(GuestLink link) {
    return missing().or(link::missing);
  }

  /**
   * Opens the lab for a test whose guests have this link. Where something is {@linkplain
   * #missing(GuestLink) missing}, the test is skipped with the remedy, or fails if {@code
   * HVSOCK_LAB=required}.
   */
  public static GuestLab forTest(GuestLink link) throws GuestException {
    assume(missing(link));
    return open().link(link);
  }

  /** The same of this lab's link. */
  GuestLab forTest() {
    assume(missing(options.link()));
    return this;
  }

  private static void assume(Optional<String> missing) {
    if (missing.isPresent() && mode() == Mode.REQUIRED) {
      Assertions.fail("the guest lab is required: " + missing.get());
    }
    missing.ifPresent(reason -> Assumptions.abort("no guest lab: " + reason));
  }

  /**
   * The command that runs a class of this JVM's class path in a guest, by this JVM's Java with the
   * options that are quickest there.
   */
  public static List<String> java(Class<?> main, String... arguments) {
    List<String> words = new ArrayList<>(List.of(main.getName()));
    words.addAll(List.of(arguments));
    return java(List.of(), words);
  }

  /** The same with more options, and with class and arguments as words. */
  static List<String> java(List<String> options, List<String> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Emulated processors make compiling dear: the quick compiler and the simple collector win.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(main);
    return command;
  }

  /**
   * Opens the lab, with 2 CPUs, 2048 MiB of memory, the module {@code vsock_loopback}, no link and
   * a limit of 5 minutes.
   *
   * @throws GuestException if something is {@linkplain #missing}
   */
  public static GuestLab open() throws GuestException {
    Optional<String> missing = missing();
    if (missing.isPresent()) {
      throw new GuestException("open guest lab: " + missing.get());
    }
    return new GuestLab(GuestImage.find(), GuestOptions.DEFAULT);
  }

  /**
   * Gives guests this much memory, in mebibytes. What the command writes outside the results folder
   * takes of it too.
   */
  public GuestLab memoryMiB(int memoryMiB) {
    return new GuestLab(image, options.withMemoryMiB(memoryMiB));
  }

  /** Gives guests this many CPUs, each emulated by a thread of its own. */
  public GuestLab cpus(int cpus) {
    return new GuestLab(image, options.withCpus(cpus));
  }

  /** Loads these kernel modules, and what they depend on, instead of {@code vsock_loopback}. */
  public GuestLab modules(List<String> modules) {
    return new GuestLab(image, options.withModules(modules));
  }

  /** Gives guests this way to this machine and back; loads the modules that it needs besides. */
  public GuestLab link(GuestLink link) {
    return new GuestLab(image, options.withLink(link));
  }

  /**
   * Kills a guest that has not ended this long after it was started: booting and running both
   * count.
   */
  public GuestLab limit(Duration limit) {
    return new GuestLab(image, options.withLimit(limit));
  }

  /**
   * Sets an environment variable of the command. It otherwise has {@code PATH}, {@code HOME},
   * {@code LANG} and {@code LC_ALL} as they are here, and {@code HVSOCK_RESULTS}.
   */
  public GuestLab environment(String name, String value) {
    return new GuestLab(image, options.withEnvironment(name, value));
  }

  /**
   * Prepares a guest to run a command in, whose addresses are known before it boots: for listening
   * to it, and for connecting to it, before it is there. The command has this process's working
   * directory and no standard input.
   *
   * <p>The caller closes the returned guest.
   *
   * @param command the program, found as a shell would find it, and its arguments
   * @throws GuestException if something that the link needs is {@linkplain #missing(GuestLink)
   *     missing}
   */
  public Guest prepare(List<String> command) throws IOException {
    Optional<String> missing = options.link().missing();
    if (missing.isPresent()) {
      throw new GuestException("link guest by " + options.link() + ": " + missing.get());
    }
    return prepare(command, this::vsock);
  }

  private GuestVsock vsock(long cid) throws IOException {
    return switch (options.link()) {
      case NONE -> new GuestVsock.None();
      case KERNEL -> new GuestVsock.Kernel(cid);
      case DEVICE -> GuestVsock.Device.create(GuestImage.device(), cid);
    };
  }

  /** How a guest of that CID is linked. */
  private interface Linking {
    GuestVsock vsock(long cid) throws IOException;
  }

  /**
   * Prepares a guest on the device that another one has, so that each reaches the other at {@code
   * vsock://CID:PORT?flags=to-host}. The caller boots and closes each.
   *
   * @param sibling one that has not been booted yet
   * @throws IllegalArgumentException if the sibling's link is not {@link GuestLink#DEVICE}, the one
   *     that carries flows from guest to guest
   * @throws IllegalStateException if the sibling, or one of its siblings, was booted
   */
  public Guest prepareSibling(Guest sibling, List<String> command) throws IOException {
    return prepare(command, sibling::siblingVsock);
  }

  private Guest prepare(List<String> command, Linking linking) throws IOException {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command is empty");
    }
    GuestShare share = GuestShare.create(image, options, command);
    try {
      GuestVsock vsock = linking.vsock(CIDS.getAndIncrement());
      try {
        return Guest.prepare(new GuestMachine(image, options, share, vsock));
      } catch (IOException | RuntimeException e) {
        vsock.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      share.delete();
      throw e;
    }
  }

  /**
   * Boots a guest to run a command in, and returns while it boots; the guest is {@linkplain
   * #prepare prepared} before.
   */
  public Guest start(List<String> command) throws IOException {
    Guest guest = prepare(command);
    try {
      return guest.boot();
    } catch (IOException | RuntimeException e) {
      guest.close();
      throw e;
    }
  }

  /**
   * Boots a guest, runs a command in it and waits for both to end. The command has this process's
   * working directory and no standard input; whatever its exit status, the run has succeeded.
   *
   * <p>The caller closes the returned run, which deletes its results. The guest does not outlive
   * this call, nor this process.
   *
   * @param command the program, found as a shell would find it, and its arguments
   * @throws GuestTimeoutException if the guest had to be killed at the limit
   * @throws GuestException if QEMU failed, the guest did not boot, or ended before the command did
   * @throws java.io.InterruptedIOException if the thread is interrupted, which kills the guest and
   *     leaves the thread's interrupt status set
   */
  public GuestRun run(List<String> command) throws IOException {
    try (Guest guest = start(command)) {
      return guest.await();
    }
  }
}
