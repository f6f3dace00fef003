package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry in its place in the tree of an offer, and what the receiver has found out about it. */
final class Node {
  final int index;
  final Entry entry;
  final int depth;
  final List<Node> children;
  private final @Nullable Node parent;
  private final @Nullable Path root;
  private Decision decision = Decision.SILENT;
  private Optional<BasicFileAttributes> partial = Optional.empty();
  private boolean left;
  private @Nullable Path folder;
  private boolean existed;
  private volatile boolean ready;

  /** Makes the one that an offer goes into. */
  Node(Path root, Entry entry) {
    this.index = -1;
    this.entry = entry;
    this.depth = -1;
    this.children = new ArrayList<>();
    this.parent = null;
    this.root = root;
  }

  /** Makes one in a folder. */
  Node(int index, Entry entry, Node parent) {
    this.index = index;
    this.entry = entry;
    this.depth = parent.depth + 1;
    this.children = entry.kind() == Kind.FOLDER ? new ArrayList<>() : List.of();
    this.parent = parent;
    this.root = null;
    parent.children.add(this);
  }

  boolean isFolder() {
    return entry.kind() == Kind.FOLDER;
  }

  /** The last name of its path. */
  String name() {
    return entry.path().substring(entry.path().lastIndexOf('/') + 1);
  }

  /** The folder that it is in. */
  Node parent() {
    return parent == null ? this : parent;
  }

  /** Where it is to be; remembered of folders only, for there may be very many. */
  Path path() {
    if (root != null) {
      return root;
    }
    if (!isFolder()) {
      return parent().path().resolve(name());
    }
    Path known = folder;
    if (known == null) {
      known = parent().path().resolve(name());
      folder = known;
    }
    return known;
  }

  /** Where something is, in the same folder, that is on the way to be this. */
  Path sibling(String name) {
    return parent().path().resolve(name);
  }

  Decision decision() {
    return decision;
  }

  void decide(Decision decided) {
    decision = decided;
  }

  /** Whether something is to be done for it. */
  boolean isWanted() {
    return !(decision instanceof Decision.Kept);
  }

  /** Whether an earlier transfer left something of the file. */
  boolean hasPartial() {
    return left;
  }

  void partialFound() {
    left = true;
  }

  /** Whether what an earlier transfer left is what its digest was computed of. */
  boolean isUnchanged(Path path, long size) throws IOException {
    return partial.isPresent() && partial.get().size() == size && isStill(path, partial.get());
  }

  /** Remembers what an earlier transfer left, unless it is not that any more. */
  boolean isStill(Path path, BasicFileAttributes unfinished) throws IOException {
    Optional<BasicFileAttributes> now = Attributes.at(path);
    boolean still =
        now.isPresent()
            && now.get().size() == unfinished.size()
            && Objects.equals(now.get().fileKey(), unfinished.fileKey())
            && now.get().lastModifiedTime().equals(unfinished.lastModifiedTime());
    if (still) {
      partial = Optional.of(unfinished);
    }
    return still;
  }

  /** Whether something of its name was there before this transfer. */
  boolean existed() {
    return existed;
  }

  void existing() {
    existed = true;
  }

  /** Whether the folder is there now and is a real one, so that things can be made in it. */
  boolean isReady() {
    return ready;
  }

  void ready() {
    ready = true;
  }
}
