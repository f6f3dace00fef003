package dev.hvsock.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** An empty file system of the kernel's on a file in memory; in a guest only, as root. */
enum Disk {
  EXT4("mkfs.ext4 -q", "ext4", 1),
  CASEFOLD("mkfs.ext4 -q -O casefold", "ext4", 1),
  VFAT("mkfs.vfat -F 32", "vfat", 2_000_000_000),
  EXFAT("mkfs.exfat", "exfat", 10_000_000);

  private static final Path FOLDER = Path.of("/run/disks");

  private final String format;
  private final String type;
  private final long timeUnit;

  /** One made by this program, whose times are of this unit, in nanoseconds. */
  Disk(String format, String type, long timeUnit) {
    this.format = format;
    this.type = type;
    this.timeUnit = timeUnit;
  }

  /** Makes all of them, and gives the folder that their folders are in. */
  static Path makeAll() throws Exception {
    StringBuilder script = new StringBuilder();
    for (Disk disk : values()) {
      script.append(disk.making()).append('\n');
    }
    bash(script.toString());
    return FOLDER;
  }

  /** Runs a script to its good end, and gives what it printed. */
  static String bash(String script) throws Exception {
    try (Tool bash = Tool.program(List.of("bash", "-e", "-o", "pipefail", "-c", script))) {
      Tool.End end = bash.end(Duration.ofMinutes(2));
      assertEquals(0, end.code(), () -> script + "\n" + end.output() + end.talk());
      return new String(end.output().getBytes(ISO_8859_1), UTF_8);
    }
  }

  private String making() {
    String folders = "";
    if (type.equals("ext4")) {
      folders = "rmdir %s/lost+found".formatted(folder());
    }
    if (this == CASEFOLD) {
      folders += "; chattr +F " + folder();
    }
    return """
        truncate -s 64M %2$s
        %1$s %2$s
        mkdir -p %3$s
        %4$s
        %5$s
        """
        .formatted(format, image(), folder(), mounting("defaults"), folders);
  }

  /**
   * The script that forgets all that is not on the disk, and mounts it with other options. Who was
   * cut off may still be about to close a file.
   */
  String mountingAnew(String options) {
    return "until umount %s; do sleep 0.1; done\n".formatted(folder()) + mounting(options);
  }

  private String mounting(String options) {
    return "mount -t %s -o loop,%s %s %s".formatted(type, options, image(), folder());
  }

  /** Whether files have permissions there. */
  boolean keepsModes() {
    return type.equals("ext4");
  }

  /** What is left of a time in seconds and nanoseconds. */
  String time(long seconds, long nanos) {
    long kept =
        timeUnit > 1_000_000_000
            ? (seconds * 1_000_000_000 + nanos) / timeUnit * timeUnit
            : seconds * 1_000_000_000 + nanos / timeUnit * timeUnit;
    return "%d.%09d0".formatted(kept / 1_000_000_000, kept % 1_000_000_000);
  }

  Path folder() {
    return FOLDER.resolve(toString());
  }

  private String image() {
    return "/dev/shm/" + this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
