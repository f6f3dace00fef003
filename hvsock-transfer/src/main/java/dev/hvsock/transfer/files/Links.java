package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Makes the links of an offer. */
final class Links {
  private Links() {}

  /** Whether what is there is a link that says the same. */
  static boolean isSame(Node node, BasicFileAttributes existing) throws IOException {
    return existing.isSymbolicLink() && Files.readSymbolicLink(node.path()).equals(target(node));
  }

  /** Makes a link under a temporary name and moves it to its own, unless it is there already. */
  static void make(Destination destination, Node node) throws IOException {
    Optional<BasicFileAttributes> existing = Attributes.at(node.path());
    if (existing.isPresent() && isSame(node, existing.get())) {
      return;
    }
    Path temporary = node.sibling(Names.link(node.name()));
    if (Attributes.at(temporary).filter(BasicFileAttributes::isSymbolicLink).isPresent()) {
      Files.delete(temporary);
    }
    create(temporary, target(node));
    boolean moved = false;
    try {
      Attributes.writeLinkTime(temporary, node.entry.modified());
      destination.place(temporary, node);
      moved = true;
    } finally {
      if (!moved) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  /** As symlink(2) says, the failure has this meaning alone. */
  private static void create(Path link, Path target) throws IOException {
    try {
      Files.createSymbolicLink(link, target);
    } catch (FileSystemException e) {
      if ("Operation not permitted".equals(e.getReason())) {
        throw new FileSystemException(link.toString(), null, "this file system has no links");
      }
      throw e;
    }
  }

  private static Path target(Node node) {
    return node.path().getFileSystem().getPath(node.entry.target());
  }
}
