package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries names of one fold on the file system that they shall be on: which does it keep apart? They
 * are made as empty files in a folder of their own, which is removed again.
 */
final class Spellings {
  private Spellings() {}

  /**
   * Refuses all of these but the first and those that get files of their own.
   *
   * @param folder where to try; there is one
   * @param group entries of one folder, in their order
   */
  static void tryOut(Path folder, List<Node> group) {
    List<Path> made = new ArrayList<>();
    Map<Object, String> names = new HashMap<>();
    try {
      Path trial = Files.createTempDirectory(folder, Names.RESERVED);
      try {
        for (Node node : group) {
          Path file = trial.resolve(node.name());
          if (tryOut(file, node, names)) {
            made.add(file);
          }
        }
      } finally {
        for (Path file : made) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(trial);
      }
    } catch (IOException e) {
      group.stream().skip(1).forEach(node -> node.decide(alike(group.getFirst().name())));
    }
  }

  private static boolean tryOut(Path file, Node node, Map<Object, String> names)
      throws IOException {
    try {
      Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
      names.put(key(file), node.name());
      return true;
    } catch (FileAlreadyExistsException e) {
      node.decide(alike(names.getOrDefault(key(file), "another one")));
    } catch (IOException e) {
      node.decide(Decision.refused(Reasons.of(e)));
    }
    return false;
  }

  /** What tells a file from others; nothing where Java has none, or the file is not to be found. */
  private static Object key(Path file) throws IOException {
    return Attributes.at(file).<Object>map(BasicFileAttributes::fileKey).orElse("");
  }

  private static Decision alike(String other) {
    return Decision.refused("this file system does not keep its name apart from " + other);
  }
}
