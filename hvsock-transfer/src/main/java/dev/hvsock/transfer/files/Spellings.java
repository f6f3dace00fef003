package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tries names of one fold on the file system that they shall be on: which does it keep apart? They
 * are made as empty files in a folder of their own, which is removed again.
 */
final class Spellings {
  private Spellings() {}

  /**
   * Refuses those of a group that get no file of their own; all but the first, if nothing can be
   * tried.
   *
   * @param folder where to try; there is one
   * @param there names that others of the fold have already
   * @param group entries of one folder, in their order
   */
  static void tryOut(Path folder, Set<String> there, List<Node> group) {
    Map<Object, String> names = new HashMap<>();
    try (Trial trial = Trial.in(folder)) {
      for (String name : there) {
        names.put(key(trial.make(name)), name);
      }
      for (Node node : group) {
        tryOut(trial, node, names);
      }
    } catch (IOException | UnsupportedOperationException e) {
      group.stream().skip(1).forEach(node -> node.decide(alike(group.getFirst().name())));
    }
  }

  private static void tryOut(Trial trial, Node node, Map<Object, String> names) throws IOException {
    try {
      names.put(key(trial.make(node.name())), node.name());
    } catch (FileAlreadyExistsException e) {
      Path file = trial.folder().resolve(node.name());
      node.decide(alike(names.getOrDefault(key(file), "another one")));
    } catch (IOException e) {
      node.decide(Decision.refused(Reasons.of(e)));
    }
  }

  /** What tells a file from others; nothing where Java has none, or the file is not to be found. */
  private static Object key(Path file) throws IOException {
    return Attributes.at(file).<Object>map(BasicFileAttributes::fileKey).orElse("");
  }

  private static Decision alike(String other) {
    return Decision.refused("this file system does not keep its name apart from " + other);
  }
}
