package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

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
    try {
      Path trial = Files.createTempDirectory(folder, Names.RESERVED);
      try {
        group.forEach(node -> tryOut(trial, node, group.getFirst(), made));
      } finally {
        for (Path file : made) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(trial);
      }
    } catch (IOException e) {
      group.stream().skip(1).forEach(node -> node.decide(alike(group.getFirst())));
    }
  }

  private static void tryOut(Path trial, Node node, Node first, List<Path> made) {
    Path file = trial.resolve(node.name());
    try {
      Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
      made.add(file);
    } catch (FileAlreadyExistsException e) {
      node.decide(alike(first));
    } catch (IOException e) {
      node.decide(Decision.refused(Reasons.of(e)));
    }
  }

  private static Decision alike(Node first) {
    return Decision.refused("this file system does not keep its name apart from " + first.name());
  }
}
