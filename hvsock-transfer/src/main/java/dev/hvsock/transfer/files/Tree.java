package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The tree that the entries of an offer are, folders before what is in them. */
final class Tree {
  final Node root;
  final List<Node> nodes;

  /**
   * Makes one of an offer.
   *
   * @throws ProtocolException if two entries have one path, or the folder of one is not before it
   */
  Tree(Path folder, List<Entry> entries) throws ProtocolException {
    root = new Node(folder, new Entry(Kind.FOLDER, "", 0, Instant.EPOCH, OptionalInt.empty(), ""));
    nodes = new ArrayList<>(entries.size());
    Map<String, Node> folders = new HashMap<>();
    folders.put("", root);
    Set<String> paths = new HashSet<>();
    for (Entry entry : entries) {
      if (!paths.add(entry.path())) {
        throw new ProtocolException("two entries have the path " + entry.path());
      }
      Node node = new Node(nodes.size(), entry, parent(folders, entry.path()));
      nodes.add(node);
      if (node.isFolder()) {
        folders.put(entry.path(), node);
      }
    }
  }

  /** The sizes of the files that are offered, or the greatest number if it is exceeded. */
  long bytes() {
    long sum = 0;
    for (Node node : nodes) {
      sum += node.entry.size();
      if (sum < 0) {
        return Long.MAX_VALUE;
      }
    }
    return sum;
  }

  private static Node parent(Map<String, Node> folders, String path) throws ProtocolException {
    int slash = path.lastIndexOf('/');
    Node parent = folders.get(slash < 0 ? "" : path.substring(0, slash));
    if (parent == null) {
      throw new ProtocolException("no entry before " + path + " is the folder that it is in");
    }
    return parent;
  }
}
