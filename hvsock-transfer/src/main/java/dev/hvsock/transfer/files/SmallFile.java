package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is made at once, for all of its bytes are there: with few system calls. It is on its
 * way under a name that is this process's alone, so needs no lock, and nobody can go on with it;
 * what a process leaves that is killed just then is removed by a later transfer into the folder.
 */
final class SmallFile {
  private static final long PROCESS = ProcessHandle.current().pid();

  /** Tells this process from earlier ones of its number, such as before a guest was booted anew. */
  private static final String TOKEN = HexFormat.of().toHexDigits(new SecureRandom().nextInt());

  private static final AtomicLong COUNT = new AtomicLong();
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(Names.RESERVED) + "([0-9]{1,18})-([0-9a-f]{8})-[0-9]+\\.new");
  private static final Duration YOUNG = Duration.ofMinutes(1);
  private static final int ATTEMPTS = 1000;

  private SmallFile() {}

  /** Makes the file, with its time and permissions, under its name. */
  static void make(Destination destination, Node node, ByteBuffer bytes) throws IOException {
    Path temporary = write(node, bytes, destination);
    boolean moved = false;
    try {
      Attributes.write(temporary, node.entry, destination.keepsModes());
      destination.place(temporary, node);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /**
   * Removes a file of that kind whose process is no more.
   *
   * @param young whether also one so young that it may be another machine's that is at work
   */
  static void removeIfLeft(Path folder, String name, boolean young) throws IOException {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return;
    }
    Path path = folder.resolve(name);
    Optional<BasicFileAttributes> left = Attributes.at(path).filter(it -> !it.isSymbolicLink());
    Optional<Instant> made = left.map(it -> it.creationTime().toInstant());
    if (made.isPresent()
        && (young || made.get().isBefore(Instant.now().minus(YOUNG)))
        && !isAtWork(Long.parseLong(matcher.group(1)), matcher.group(2), made.get())) {
      if (left.get().isDirectory()) {
        Trial.remove(path);
      } else {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Whether the process that made the file is there: not only one that has its number now. */
  static boolean isAtWork(long process, String token, Instant made) {
    if (process == PROCESS) {
      return token.equals(TOKEN);
    }
    Optional<ProcessHandle> handle = ProcessHandle.of(process);
    return handle.isPresent()
        && handle.get().info().startInstant().map(start -> !start.isAfter(made)).orElse(true);
  }

  private static Path write(Node node, ByteBuffer bytes, Destination destination)
      throws IOException {
    for (int i = 0; ; i++) {
      Path path = node.sibling(temporaryName());
      try (SeekableByteChannel channel =
          Opening.CREATE.open(path, Modes.whileIncomplete(node.entry, destination.keepsModes()))) {
        write(path, channel, bytes, destination);
        return path;
      } catch (FileAlreadyExistsException e) {
        // Left by an earlier process of this number, or by one of another machine.
        if (i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void write(
      Path path, SeekableByteChannel channel, ByteBuffer bytes, Destination destination)
      throws IOException {
    boolean written = false;
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      destination.force(channel);
      written = true;
    } finally {
      if (!written) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** A name that no other process and no other file has. */
  static String temporaryName() {
    return Names.RESERVED + PROCESS + "-" + TOKEN + "-" + COUNT.getAndIncrement() + ".new";
  }
}
