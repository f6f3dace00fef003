package dev.hvsock.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A laboratory of emulated Linux guests, in which code can use real AF_VSOCK sockets.
 *
 * <p>On the machine itself that is not safe: inside a virtual machine, and a CI runner is one,
 * AF_VSOCK leads to the hypervisor. A guest of the lab has the kernel's loopback transport and
 * nothing beyond it.
 *
 * <p>{@link #run} boots a guest, runs one command in it as root and ends it. The guest sees the
 * file tree of this machine under a scratch layer: programs, class files and the working directory
 * are where they are here, may be changed, and are unchanged afterwards. Only what the command
 * writes into the folder that the environment variable {@code HVSOCK_RESULTS} names comes back.
 *
 * <pre>{@code
 * List<String> command = List.of("java", "-cp", classPath, "com.example.Main");
 * try (GuestRun run = GuestLab.open().cpus(4).run(command)) {
 *   assertEquals(0, run.status(), run.stderr());
 * }
 * }</pre>
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
   * Opens the lab, with 2 CPUs, 2048 MiB of memory, the module {@code vsock_loopback} and a limit
   * of 5 minutes.
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
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command is empty");
    }
    GuestShare share = GuestShare.create(image, options, command);
    try {
      return GuestMachine.start(image, options, share).await(options.limit());
    } catch (IOException | RuntimeException e) {
      share.delete();
      throw e;
    }
  }
}
