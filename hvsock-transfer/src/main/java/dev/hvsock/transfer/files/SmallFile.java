package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
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
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(Names.RESERVED) + "([0-9]{1,18})-[0-9]+\\.new");
  private static final Duration YOUNG = Duration.ofMinutes(1);
  private static final int ATTEMPTS = 1000;

  private SmallFile() {}

  /** Makes the file, with its time and permissions, under its name. */
  static void make(Destination destination, Node node, ByteBuffer bytes) throws IOException {
    Path temporary = write(node, bytes, destination);
    boolean moved = false;
    try {
      Attributes.write(temporary, node.entry, destination.isPosix());
      destination.checkPlace(node);
      destination.moveIntoPlace(temporary, node);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /**
   * Removes a file of that kind whose process is no more, if it is not so young as to be doubtful.
   */
  static void removeIfLeft(Path folder, String name) throws IOException {
    removeIfLeft(folder, name, Instant.now().minus(YOUNG));
  }

  /** Removes such a file if it was made before that. */
  static void removeIfLeft(Path folder, String name, Instant before) throws IOException {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches() || ProcessHandle.of(Long.parseLong(matcher.group(1))).isPresent()) {
      return;
    }
    Path path = folder.resolve(name);
    Optional<FileTime> made =
        Attributes.at(path).filter(it -> it.isRegularFile()).map(it -> it.creationTime());
    if (made.isPresent() && made.get().toInstant().isBefore(before)) {
      Files.deleteIfExists(path);
    }
  }

  private static Path write(Node node, ByteBuffer bytes, Destination destination)
      throws IOException {
    for (int i = 0; ; i++) {
      Path path = node.sibling(Names.RESERVED + PROCESS + "-" + COUNT.getAndIncrement() + ".new");
      try (SeekableByteChannel channel =
          Opening.CREATE.open(path, Modes.whileIncomplete(node.entry, destination.isPosix()))) {
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
}
