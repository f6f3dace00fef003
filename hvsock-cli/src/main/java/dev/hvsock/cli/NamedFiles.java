package dev.hvsock.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Files and folders of this machine as the command line names them, looked at before anybody is
 * spoken to.
 *
 * @param command whose command line it is
 */
record NamedFiles(BaseCommand command) {

  /** What is to be sent, all of which must be there, each under another name. */
  List<Path> sources(List<String> operands) {
    Map<String, String> named = new HashMap<>();
    for (String operand : operands) {
      String name = name(source(operand));
      if (named.containsKey(name)) {
        throw command.misuse(
            "%s and %s have one name; try: one after the other"
                .formatted(Printable.quoted(named.get(name)), Printable.quoted(operand)));
      }
      if (!name.isEmpty()) {
        named.put(name, operand);
      }
    }
    return operands.stream().map(this::source).toList();
  }

  /** Under which name it goes; empty if what is in it goes. */
  private static String name(Path source) {
    Path last = source.getFileName();
    String name = last == null ? "" : last.toString();
    return List.of(".", "..").contains(name) ? "" : name;
  }

  private Path source(String operand) {
    Path path = path(operand);
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw command.misuse(Printable.quoted(operand) + ": there is no such file or folder");
    }
    return path;
  }

  /** Where files go to: a folder that may be written to, or nothing yet in such a one. */
  Path target(String operand) {
    Path path = path(operand);
    Path there = path.toAbsolutePath();
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    String found = path.toAbsolutePath().equals(there) ? operand : there.toString();
    String begin = found.equals(operand) ? "" : Printable.quoted(operand) + ": ";
    if (!Files.isDirectory(there)) {
      throw command.misuse(begin + Printable.quoted(found) + " is not a folder; try: another DIR");
    }
    if (tells(there) && !(Files.isWritable(there) && Files.isExecutable(there))) {
      throw command.misuse(
          begin
              + "you may not write to "
              + Printable.quoted(found)
              + "; try: another DIR, or: chmod u+wx "
              + Printable.quoted(found));
    }
    return path;
  }

  /** What is served: a folder that may be read. */
  Path served(String operand) {
    Path path = path(operand);
    if (!Files.exists(path)) {
      throw command.misuse(Printable.quoted(operand) + ": there is no such folder to serve");
    }
    if (!Files.isDirectory(path)) {
      throw command.misuse(Printable.quoted(operand) + " is not a folder; try: the one it is in");
    }
    if (tells(path) && !(Files.isReadable(path) && Files.isExecutable(path))) {
      throw command.misuse(
          "you may not read %s; try: another DIR, or: chmod u+rx %s"
              .formatted(Printable.quoted(operand), Printable.quoted(operand)));
    }
    return path;
  }

  /** Whether what this system says of rights is so: Windows guesses, of network shares wrongly. */
  private static boolean tells(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private Path path(String operand) {
    if (operand.isEmpty()) {
      throw command.misuse("an empty path names nothing; try: . for the current folder");
    }
    try {
      return Path.of(operand);
    } catch (InvalidPathException e) {
      throw command.misuse(
          "%s is no path here (%s); try: LC_ALL=C.UTF-8 hvsock …"
              .formatted(Printable.quoted(operand), e.getReason()));
    }
  }
}
