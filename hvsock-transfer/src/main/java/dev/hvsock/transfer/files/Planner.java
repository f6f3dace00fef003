package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.ReceiveOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out what becomes of each entry of an offer, a folder at a time. */
final class Planner {
  private final ReceiveOptions options;
  private final OverwriteRule rule;
  private final boolean rehearsal;
  private final Root root;
  private final Store store;
  private final FileSystem files;
  private final Samples samples = new Samples();
  private long needed;

  /** Makes one for a folder that may not be there yet. */
  Planner(ReceiveOptions options, OverwriteRule rule, Root root, Store store, boolean rehearsal) {
    this.options = options;
    this.rule = rule;
    this.root = root;
    this.store = store;
    this.files = root.path().getFileSystem();
    this.rehearsal = rehearsal;
  }

  /** Decides on all that is in a tree. */
  void plan(Tree tree) throws IOException {
    if (root.exists()) {
      tree.root.existing();
    }
    planFolder(tree.root);
    for (Node node : tree.nodes) {
      if (node.isFolder() && node.isWanted()) {
        planFolder(node);
      } else if (node.isFolder()) {
        node.children.forEach(
            child -> child.decide(Decision.refused("the folder that it is in is not taken")));
      }
    }
  }

  /** How many bytes of room the files that are wanted take, or the greatest number. */
  long needed() {
    return needed;
  }

  private void planFolder(Node folder) throws IOException {
    Map<String, List<Node>> byFold = new LinkedHashMap<>();
    for (Node child : folder.children) {
      Optional<String> refusal = Names.refusal(files, child.name());
      if (refusal.isPresent()) {
        child.decide(Decision.refused(refusal.get()));
      } else {
        byFold.computeIfAbsent(Fold.of(child.name()), _ -> new ArrayList<>(1)).add(child);
      }
    }
    Listing listing =
        folder.existed() && !byFold.isEmpty()
            ? Listing.of(folder.path(), byFold.keySet())
            : Listing.NONE;
    if (!rehearsal) {
      trySamples(folder, listing);
      tryOut(folder, listing, byFold);
      listing.removeLeftovers(folder.path(), options.resume());
    }
    for (Node child : folder.children) {
      if (child.isWanted()) {
        tryEntry(child, listing);
      }
    }
  }

  /** A folder that does not exist will be of the kind of the one that it is made in. */
  private Path placeOfTrial(Node folder) throws IOException {
    Node there = folder;
    while (!there.existed() && there.parent() != there) {
      there = there.parent();
    }
    root.make(); // nothing is tried out elsewhere
    return there.path();
  }

  private void trySamples(Node folder, Listing listing) throws IOException {
    for (Node child : folder.children) {
      String name = child.name();
      if (child.isWanted() && Samples.areNeeded(name) && !listing.has(name)) {
        samples
            .refusal(placeOfTrial(folder), name)
            .ifPresent(reason -> child.decide(Decision.refused(reason)));
      }
    }
  }

  /**
   * Tries out names that are not there, with one another and with those of their fold that are.
   * What is there side by side is apart.
   */
  private void tryOut(Node folder, Listing listing, Map<String, List<Node>> byFold)
      throws IOException {
    for (var group : byFold.entrySet()) {
      Set<String> there = listing.alike(group.getKey());
      if (group.getValue().size() > 1 || !there.isEmpty()) {
        List<Node> missing =
            group.getValue().stream()
                .filter(node -> node.isWanted() && !isThere(node, listing))
                .toList();
        if (!missing.isEmpty() && missing.size() + there.size() > 1) {
          Spellings.tryOut(placeOfTrial(folder), there, missing);
        }
      }
    }
  }

  /** Whether the name is there, or another form of it by which the file system finds the same. */
  private static boolean isThere(Node node, Listing listing) {
    if (listing.surelyHas(node.name())) {
      return true;
    }
    try {
      return listing.surelyHasText(node.name()) && Attributes.at(node.path()).isPresent();
    } catch (IOException _) {
      return false;
    }
  }

  private void tryEntry(Node node, Listing listing) throws IOException {
    try {
      planEntry(node, listing);
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      node.decide(Decision.refused(Reasons.of(e)));
    }
  }

  private void planEntry(Node node, Listing listing) throws IOException {
    Optional<BasicFileAttributes> existing = existing(node, listing);
    if (!node.isWanted()) {
      return;
    }
    if (existing.isPresent() && !node.isFolder()) {
      node.existing();
    }
    switch (node.entry.kind()) {
      case FOLDER -> planFolder(node, existing);
      case LINK -> planLink(node, existing);
      case FILE -> planFile(node, existing, listing);
    }
  }

  /**
   * What has the name, in the folder's listing or though it is not: then the file system finds it
   * by another spelling.
   */
  private Optional<BasicFileAttributes> existing(Node node, Listing listing) throws IOException {
    String name = node.name();
    if (listing.has(name)) {
      return Attributes.at(node.path());
    }
    boolean doubtful = listing != Listing.NONE && isDoubtful(name);
    if (listing.alike(Fold.of(name)).isEmpty() && !doubtful) {
      return Optional.empty();
    }
    Optional<BasicFileAttributes> alias = Attributes.at(node.path());
    if (alias.isPresent() && !listing.hasText(name)) {
      node.decide(Decision.refused("this file system takes another name here for the same"));
    }
    return alias;
  }

  /** Short names of FAT and NTFS, and all names there, may stand for quite other ones. */
  private boolean isDoubtful(String name) {
    return files.getSeparator().equals("\\") || name.indexOf('~') >= 0 || Fold.hasEnd(name);
  }

  private static void planFolder(Node node, Optional<BasicFileAttributes> existing) {
    if (existing.isEmpty()) {
      return;
    }
    if (existing.get().isDirectory()) {
      node.existing();
    } else {
      String what = existing.get().isSymbolicLink() ? "a link" : "something that is no folder";
      node.decide(Decision.refused(what + " has this name here"));
    }
  }

  private void planLink(Node node, Optional<BasicFileAttributes> existing) throws IOException {
    Entry entry = node.entry;
    Optional<String> refusal = LinkTarget.refusal(files, node.depth, entry.target());
    if (refusal.isPresent()) {
      node.decide(Decision.refused(refusal.get()));
    } else if (existing.isPresent() && !Links.isSame(node, existing.get())) {
      rule.objection(entry, existing.get()).ifPresent(node::decide);
    }
  }

  private void planFile(Node node, Optional<BasicFileAttributes> existing, Listing listing)
      throws IOException {
    node.decide(
        existing
            .<Decision>flatMap(it -> rule.objection(node.entry, it).map(kept -> kept))
            .orElse(Decision.Want.ALL));
    if (node.isWanted() && node.entry.size() > store.largestFile()) {
      node.decide(Decision.refused("this file system holds no files of 4 GiB and more"));
    }
    if (!node.isWanted()) {
      return;
    }
    long present = 0;
    String name = Names.partial(node.name());
    if (listing.has(name)) {
      node.partialFound();
      present = planPartial(node, node.sibling(name));
    }
    if (node.isWanted()) {
      long more = needed + Math.max(0, node.entry.size() - present);
      needed = more < 0 ? Long.MAX_VALUE : more;
    }
  }

  /** What an earlier transfer left of a file: how many bytes that are there already. */
  private long planPartial(Node node, Path path) throws IOException {
    Optional<BasicFileAttributes> found =
        Attributes.at(path).filter(BasicFileAttributes::isRegularFile);
    long size = found.map(BasicFileAttributes::size).orElse(0L);
    if (options.resume() && size > 0 && size <= node.entry.size()) {
      digestPartial(node, path, found.get());
    }
    return size;
  }

  /** One that may not be read, or is gone by now, is of no use, and its file wanted from 0 on. */
  private static void digestPartial(Node node, Path path, BasicFileAttributes found)
      throws IOException {
    try {
      MessageDigest digest = Partial.digest(node.path(), path);
      if (node.isStill(path, found)) {
        node.decide(new Decision.Want(found.size(), Optional.of(digest)));
      }
    } catch (AccessDeniedException | NoSuchFileException _) {
      node.decide(Decision.Want.ALL);
    }
  }
}
