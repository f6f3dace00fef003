package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;

/**
 * A way to open files, and no links, on whatever file system. A file channel comes first: that of
 * ZIP does not hold all of a file in memory, and its other kind does.
 */
final class Opening {
  /** Of a file that is there, to be read. */
  static final Opening READ = new Opening(StandardOpenOption.READ);

  /** Of a file that is there, to be written. */
  static final Opening WRITE = new Opening(StandardOpenOption.WRITE);

  /** Of a file that is not there; with holes where the file system asks to be told of them. */
  static final Opening CREATE =
      new Opening(
          StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE);

  private final Set<OpenOption> plain;
  private final Set<OpenOption> withoutLinks;

  private Opening(OpenOption... options) {
    plain = Set.of(options);
    withoutLinks = new HashSet<>(plain);
    withoutLinks.add(LinkOption.NOFOLLOW_LINKS);
  }

  /** Opens a file, or makes it with these attributes. */
  SeekableByteChannel open(Path path, FileAttribute<?>... attributes) throws IOException {
    try {
      return FileChannel.open(path, withoutLinks, attributes);
    } catch (UnsupportedOperationException | IllegalArgumentException _) {
      return openOtherwise(path, attributes);
    }
  }

  /** On file systems that have no links, an option that speaks of them may be unknown. */
  private SeekableByteChannel openOtherwise(Path path, FileAttribute<?>... attributes)
      throws IOException {
    if (!plain.contains(StandardOpenOption.CREATE_NEW)
        && Attributes.at(path).filter(it -> !it.isRegularFile()).isPresent()) {
      throw new FileSystemException(path.toString(), null, "it is not a file");
    }
    try {
      return FileChannel.open(path, plain, attributes);
    } catch (UnsupportedOperationException | IllegalArgumentException _) {
      return Files.newByteChannel(path, plain, attributes);
    }
  }
}
