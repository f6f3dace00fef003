package dev.hvsock.transfer.files;

import dev.hvsock.transfer.TransferRefusedException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The folder that a transfer goes into, which may not be there yet.
 *
 * @param path where it is, by the real names of the folders on the way
 * @param existing the folder itself, or the last one on the way to it that is there
 */
record Root(Path path, Path existing) {
  /** A folder that the user of this end names; links on the way to it are followed. */
  static Root of(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    Path existing = absolute;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new NotDirectoryException(existing.toString());
    }
    Path real = existing.toRealPath();
    Path rest = existing.relativize(absolute);
    return new Root(rest.toString().isEmpty() ? real : real.resolve(rest).normalize(), real);
  }

  /** A folder that the peer names; what is on the way to it is folders, and no links. */
  static Root within(Path served, String path) throws IOException {
    Root root = of(served);
    for (String name : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      root = root.child(name, path);
    }
    return root;
  }

  /** Whether the folder is there. */
  boolean exists() {
    return path.equals(existing);
  }

  /** Makes the folder and those on the way to it. */
  void make() throws IOException {
    if (!exists()) {
      Files.createDirectories(path);
    }
  }

  /** What is known of the file system. */
  Store store() {
    try {
      return new Store(Files.getFileStore(existing).type());
    } catch (IOException | UnsupportedOperationException _) {
      return new Store("");
    }
  }

  /**
   * Refuses what does not fit; file systems that do not say what does are believed to have room.
   */
  void checkRoom(long needed) throws TransferRefusedException {
    long usable = usable();
    boolean tells = usable > 0 || (usable == 0 && Partial.isShared(existing));
    if (tells && needed > usable) {
      throw new TransferRefusedException(
          "%d bytes are needed, and %d are free; make room there, or receive elsewhere"
              .formatted(needed, usable));
    }
  }

  private long usable() {
    try {
      return Files.getFileStore(existing).getUsableSpace();
    } catch (IOException | UnsupportedOperationException _) {
      return -1;
    }
  }

  private Root child(String name, String whole) throws IOException {
    FileSystem files = path.getFileSystem();
    Optional<String> refusal = Names.refusal(files, name);
    if (refusal.isPresent()) {
      throw new TransferRefusedException("put to " + whole + ": " + refusal.get());
    }
    Path child = path.resolve(name);
    if (!exists()) {
      return new Root(child, existing);
    }
    Optional<BasicFileAttributes> there = Attributes.at(child);
    if (there.isPresent() && !there.get().isDirectory()) {
      throw new TransferRefusedException("put to " + whole + ": " + name + " is no folder there");
    }
    return new Root(child, there.isPresent() ? child : existing);
  }
}
