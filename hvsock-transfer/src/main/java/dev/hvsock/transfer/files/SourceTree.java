package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import dev.hvsock.transfer.TransferRefusedException;
import dev.hvsock.transfer.TransferReport.NotTaken;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is offered: entries, and where they are. Links are offered as such, and never followed. */
public final class SourceTree {
  private final List<Entry> entries;
  private final List<NotTaken> refused;

  /** Where the entries of the first level are. */
  private final Map<String, Path> origins;

  private SourceTree(Walk walk) {
    entries = List.copyOf(walk.entries());
    refused = List.copyOf(walk.refused());
    origins = Map.copyOf(walk.origins());
  }

  /**
   * Files, folders with all that is in them, and links, each under its own name. A source that has
   * none, as {@code .} and a root, stands for all that is in it.
   *
   * @throws NoSuchFileException if one of them is not there
   * @throws FileSystemException if two of them have the same name, or they are too many for an
   *     offer
   */
  public static SourceTree of(List<Path> sources) throws IOException {
    Walk walk = new Walk(true);
    for (Path source : sources) {
      if (hasName(source)) {
        walk.add(source, String.valueOf(source.getFileName()));
      } else {
        walk.addChildren(source.toRealPath());
      }
    }
    return new SourceTree(walk);
  }

  /**
   * What a peer asks for, by the same rules.
   *
   * @param root the folder that is served
   * @param paths relative to it, names with {@code /} between; the empty one stands for all that is
   *     in it
   * @throws TransferRefusedException if there is nothing of that name, or a link is on the way to
   *     it
   */
  public static SourceTree served(Path root, List<String> paths) throws IOException {
    Walk walk = new Walk(true);
    Path real = root.toRealPath();
    for (String path : paths) {
      if (path.isEmpty()) {
        walk.addChildren(real);
      } else {
        walk.add(find(real, path), last(path));
      }
    }
    return new SourceTree(walk);
  }

  /**
   * What is in a folder, without what is in the folders therein; or the one file or link.
   *
   * @param root the folder that is served
   * @param path relative to it, empty for itself
   * @throws TransferRefusedException if there is nothing of that name, or a link is on the way to
   *     it
   */
  public static SourceTree listed(Path root, String path) throws IOException {
    Walk walk = new Walk(false);
    Path found = path.isEmpty() ? root.toRealPath() : find(root.toRealPath(), path);
    if (Attributes.isFolder(found)) {
      walk.addChildren(found);
    } else {
      walk.add(found, last(path));
    }
    return new SourceTree(walk);
  }

  /** What is offered, folders before what is in them. */
  public List<Entry> entries() {
    return entries;
  }

  /** The sizes of all files. */
  public long bytes() {
    return entries.stream().mapToLong(Entry::size).sum();
  }

  /** What is not offered, though it is there. */
  public List<NotTaken> refused() {
    return refused;
  }

  /**
   * Opens a file.
   *
   * @param index of its entry
   * @throws IOException if it is gone, has changed since it was offered, or may not be read
   */
  public SourceFile open(int index) throws IOException {
    Entry entry = entries.get(index);
    if (entry.kind() != Kind.FILE) {
      throw new FileSystemException(entry.path(), null, "it is not a file");
    }
    int slash = entry.path().indexOf('/');
    String first = slash < 0 ? entry.path() : entry.path().substring(0, slash);
    Path origin = origins.get(first);
    if (origin == null) {
      throw new NoSuchFileException(entry.path());
    }
    return new SourceFile(
        slash < 0 ? origin : origin.resolve(entry.path().substring(slash + 1)), entry);
  }

  private static boolean hasName(Path source) {
    Path name = source.getFileName();
    return name != null && !List.of("", ".", "..").contains(name.toString());
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Goes from folder to folder; all but the last must be real ones. */
  private static Path find(Path root, String path) throws IOException {
    Path found = root;
    String[] names = path.split("/", -1);
    for (int i = 0; i < names.length; i++) {
      if (i > 0 && !Attributes.isFolder(found)) {
        throw new TransferRefusedException(
            "get %s: %s is not a folder here, and links are not followed"
                .formatted(path, names[i - 1]));
      }
      if (Names.refusal(root.getFileSystem(), names[i]).isPresent()) {
        throw missing(path);
      }
      found = found.resolve(names[i]);
    }
    Optional<BasicFileAttributes> there = Attributes.at(found);
    if (there.isEmpty()) {
      throw missing(path);
    }
    if (there.get().isOther()) {
      throw new TransferRefusedException(path + ": " + SpecialFile.name(found) + " is not sent");
    }
    return found;
  }

  private static TransferRefusedException missing(String path) {
    return new TransferRefusedException(path + ": there is nothing of that name here");
  }
}
