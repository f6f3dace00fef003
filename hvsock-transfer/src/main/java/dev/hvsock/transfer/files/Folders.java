package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The folders of an offer at the receiver: made open to their owner alone, and given their times
 * and permissions when all is in them.
 */
final class Folders {
  private final Tree tree;
  private final boolean posix;
  private final boolean changesExisting;
  private final List<Failure> failures = new ArrayList<>();

  /** Permissions of folders that were there, and did not let their owner write to them. */
  private final Map<Node, Integer> widened = new HashMap<>();

  Folders(Tree tree, boolean posix, boolean changesExisting) {
    this.tree = tree;
    this.posix = posix;
    this.changesExisting = changesExisting;
  }

  /** Makes those that are not there, outer ones first. */
  void make() {
    for (Node node : tree.nodes) {
      if (node.isFolder() && node.isWanted()) {
        try {
          make(node);
        } catch (IOException | UnsupportedOperationException e) {
          failures.add(new Failure(node.index, Reasons.of(e)));
        }
      }
    }
  }

  /** What failed when they were made. */
  List<Failure> failures() {
    return failures;
  }

  /** Gives them their times and permissions, inner ones first; tells what failed. */
  List<Failure> complete() {
    List<Failure> failed = new ArrayList<>();
    for (Node node : tree.nodes.reversed()) {
      if (node.isFolder() && node.isReady()) {
        try {
          complete(node);
        } catch (IOException | UnsupportedOperationException e) {
          failed.add(new Failure(node.index, Reasons.of(e)));
        }
      }
    }
    return failed;
  }

  /** Forces to the device which names are in these folders, where folders can be opened. */
  static void force(Set<Path> changed) {
    for (Path folder : changed) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException | UnsupportedOperationException _) {
        // Only POSIX opens folders; elsewhere the journal of the file system has to do.
      }
    }
  }

  private void make(Node node) throws IOException {
    if (!node.parent().isReady()) {
      failures.add(new Failure(node.index, "the folder that it is in could not be made"));
      return;
    }
    Path path = node.path();
    if (!node.existed()) {
      try {
        Files.createDirectory(path, Modes.whileIncomplete(node.entry, posix));
        node.ready();
        return;
      } catch (FileAlreadyExistsException e) {
        // Another transfer has made it; or it is one of this transfer's, whose short name this is.
        if (!Listing.isSpelledSo(node.parent().path(), node.name())) {
          failures.add(
              new Failure(node.index, "this file system takes another name here for the same"));
          return;
        }
        node.existing();
      }
    }
    if (!Attributes.isFolder(path)) {
      failures.add(new Failure(node.index, "something else has come to have its name"));
      return;
    }
    widen(node, path);
    node.ready();
  }

  private void widen(Node node, Path path) throws IOException {
    if (!posix || !changesExisting) {
      return;
    }
    OptionalInt mode = Attributes.mode(Attributes.full(path, true));
    if (mode.isPresent() && (mode.getAsInt() & Modes.OWN_FOLDER) != Modes.OWN_FOLDER) {
      Files.setPosixFilePermissions(path, Modes.permissions(mode.getAsInt() | Modes.OWN_FOLDER));
      widened.put(node, mode.getAsInt());
    }
  }

  private void complete(Node node) throws IOException {
    if (!node.existed() || changesExisting) {
      Attributes.write(node.path(), node.entry, posix);
    }
    Integer before = widened.get(node);
    if (before != null && node.entry.mode().isEmpty()) {
      Files.setPosixFilePermissions(node.path(), Modes.permissions(before));
    }
  }
}
