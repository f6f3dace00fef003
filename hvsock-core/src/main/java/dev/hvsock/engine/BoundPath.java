package dev.hvsock.engine;

import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The file that binding a unix socket made, and that is to be removed with the socket.
 *
 * @param path where it is
 * @param key which file it was, so that a file which somebody else has put there since is left
 *     alone
 */
public record BoundPath(Path path, Object key) {

  /** The file of a socket that was bound just now; empty if there is none, as on abstract names. */
  public static Optional<BoundPath> of(UnixAddress address) {
    if (address.isAbstract() || address.isUnnamed()) {
      return Optional.empty();
    }
    // Absolute, lest it be looked for elsewhere later; the JDK's working directory is that of the
    // process's start.
    return of(Path.of(address.name()).toAbsolutePath());
  }

  static Optional<BoundPath> of(Path path) {
    return key(path).map(key -> new BoundPath(path, key));
  }

  private static Optional<Object> key(Path path) {
    try {
      return Optional.of(
          key(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Windows tells no key. There it is the times: nobody writes to the file of a socket. Both of
   * them, since a file that follows another of the same name may inherit the first.
   */
  private static Object key(BasicFileAttributes attributes) {
    return Objects.requireNonNullElseGet(
        attributes.fileKey(),
        () -> List.of(attributes.creationTime(), attributes.lastModifiedTime()));
  }

  /** Removes the file, if it is still there and still the same. */
  public void remove() throws IOException {
    if (key(path).filter(now -> now.equals(key)).isPresent()) {
      Files.deleteIfExists(path);
    }
  }
}
