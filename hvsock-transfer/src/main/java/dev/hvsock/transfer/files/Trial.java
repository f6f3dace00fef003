package dev.hvsock.transfer.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder for a moment, in which names are tried out as empty files. It has the kind of name that
 * small files on their way have, so that one which a killed process has left is removed like them.
 */
record Trial(Path folder) implements Closeable {
  /** Makes one in this folder. */
  static Trial in(Path folder) throws IOException {
    return new Trial(Files.createDirectory(folder.resolve(SmallFile.temporaryName())));
  }

  /** Makes an empty file of this name. */
  Path make(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
    return file;
  }

  /** Removes it, with all empty files that are in it, whatever names they have got. */
  @Override
  public void close() throws IOException {
    remove(folder);
  }

  /** Removes what is left of one. */
  static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path file : stream) {
        if (Files.size(file) == 0) {
          Files.delete(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Files.delete(folder);
  }
}
