package dev.hvsock.transfer.files;

import dev.hvsock.transfer.Entry;
import dev.hvsock.transfer.Entry.Kind;
import dev.hvsock.transfer.TransferRefusedException;
import dev.hvsock.transfer.TransferReport.NotTaken;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Goes through what is to be offered, and leaves out what cannot be, by name. */
final class Walk {
  /** The bounds of the protocol: of a path, of its names, and of all entries of an offer. */
  private static final int LONGEST_PATH = 4096;

  private static final int DEEPEST = 100;
  private static final long MOST = 64L << 20;

  /** What an entry takes in an offer beside its path and target. */
  private static final int ENTRY = 32;

  private final boolean deep;
  private final List<Entry> entries = new ArrayList<>();
  private final List<NotTaken> refused = new ArrayList<>();
  private final Map<String, Path> origins = new HashMap<>();
  private long size;

  /** Makes one that goes into folders, or one that does not. */
  Walk(boolean deep) {
    this.deep = deep;
  }

  List<Entry> entries() {
    return entries;
  }

  List<NotTaken> refused() {
    return refused;
  }

  Map<String, Path> origins() {
    return origins;
  }

  /** Offers what is there under this name, and what is in it. */
  void add(Path path, String name) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    if (origins.putIfAbsent(name, path) != null) {
      throw new TransferRefusedException(
          "two of what is to be sent are called " + name + "; send them one by one");
    }
    visit(path, name, 1, attributes);
  }

  /** Offers what is in a folder. */
  void addChildren(Path folder) throws IOException {
    for (Path child : children(folder)) {
      try {
        add(child, name(child));
      } catch (TransferRefusedException e) {
        throw e;
      } catch (IOException e) {
        refuse(name(child), Reasons.of(e));
      }
    }
  }

  private void visit(Path path, String as, int depth, BasicFileAttributes attributes)
      throws IOException {
    Optional<String> unfit = unfit(path, as, depth);
    if (unfit.isPresent()) {
      refuse(as, unfit.get());
    } else if (attributes.isRegularFile()) {
      offer(Kind.FILE, as, attributes.size(), attributes, "");
    } else if (attributes.isSymbolicLink()) {
      visitLink(path, as, attributes);
    } else if (attributes.isDirectory()) {
      visitFolder(path, as, depth, attributes);
    } else {
      refuse(as, SpecialFile.name(path) + " is not sent");
    }
  }

  private void visitLink(Path path, String as, BasicFileAttributes attributes) throws IOException {
    Path target = Files.readSymbolicLink(path);
    String text = target.toString();
    if (text.isEmpty() || !isUnicode(target) || Names.utf8(text).length > LONGEST_PATH) {
      refuse(as, "its target cannot be written in Unicode, or is too long");
    } else {
      offer(Kind.LINK, as, 0, attributes, portable(target));
    }
  }

  private void visitFolder(Path path, String as, int depth, BasicFileAttributes attributes)
      throws IOException {
    List<Path> children = deep ? children(path) : List.of();
    offer(Kind.FOLDER, as, 0, attributes, "");
    for (Path child : children) {
      String name = as + "/" + name(child);
      try {
        visit(child, name, depth + 1, attributes(child));
      } catch (TransferRefusedException e) {
        throw e;
      } catch (IOException e) {
        refuse(name, Reasons.of(e));
      }
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Attributes.full(path, Attributes.arePosix(path.getFileSystem()));
  }

  /** What is in a folder, but for what is on its way there, in the order of the names. */
  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.removeIf(child -> Names.isReserved(name(child)));
    children.sort(Comparator.comparing(Walk::name));
    return children;
  }

  /** The last name of a path; ZIP ends those of folders with a slash. */
  private static String name(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
  }

  private static Optional<String> unfit(Path path, String as, int depth) {
    String name = as.substring(as.lastIndexOf('/') + 1);
    if (Names.isReserved(name)) {
      return Optional.of("names that begin with " + Names.RESERVED + " are for files on their way");
    }
    if (!isUnicode(path.getFileName())) {
      return Optional.of("its name cannot be written in Unicode");
    }
    if (Names.utf8(name).length > Names.LONGEST || name.indexOf('\0') >= 0) {
      return Optional.of("its name is too long");
    }
    if (depth > DEEPEST || Names.utf8(as).length > LONGEST_PATH) {
      return Optional.of("it is in too many folders");
    }
    return Optional.empty();
  }

  /** Whether the path can be told by its text: bytes that mean nothing are told as U+FFFD. */
  private static boolean isUnicode(@Nullable Path path) {
    if (path == null) {
      return false;
    }
    String text = path.toString();
    if (!Names.isWellFormed(text)) {
      return false;
    }
    try {
      return text.indexOf('\uFFFD') < 0 || path.getFileSystem().getPath(text).equals(path);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /** The target with the separators of the protocol. */
  private static String portable(Path target) {
    String separator = target.getFileSystem().getSeparator();
    return separator.equals("/") ? target.toString() : target.toString().replace(separator, "/");
  }

  private void offer(
      Kind kind, String as, long bytes, BasicFileAttributes attributes, String target)
      throws IOException {
    size += ENTRY + Names.utf8(as).length + Names.utf8(target).length;
    if (size > MOST) {
      throw new TransferRefusedException(
          "send: these are more files than fit in one offer; send them in parts");
    }
    OptionalInt mode = kind == Kind.LINK ? OptionalInt.empty() : Attributes.mode(attributes);
    entries.add(
        new Entry(kind, as, bytes, attributes.lastModifiedTime().toInstant(), mode, target));
  }

  private void refuse(String as, String reason) {
    refused.add(new NotTaken(as, reason));
  }
}
