package dev.hvsock.transfer.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;

/**
 * Opens files, and no links, by whatever way a file system has. A file channel comes first: that of
 * ZIP does not hold all of a file in memory, and its other kind does.
 */
final class FileChannels {
  private FileChannels() {}

  /** Opens a file with these options and those attributes. */
  static SeekableByteChannel open(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Set<OpenOption> withoutLinks = new HashSet<>(options);
    withoutLinks.add(LinkOption.NOFOLLOW_LINKS);
    try {
      return FileChannel.open(path, withoutLinks, attributes);
    } catch (UnsupportedOperationException | IllegalArgumentException _) {
      return openOtherwise(path, options, attributes);
    }
  }

  /** On file systems that have no links, an option that speaks of them may be unknown. */
  private static SeekableByteChannel openOtherwise(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (Attributes.at(path).filter(it -> !it.isRegularFile()).isPresent()) {
      throw new java.nio.file.FileSystemException(path.toString(), null, "it is not a file");
    }
    try {
      return FileChannel.open(path, options, attributes);
    } catch (UnsupportedOperationException | IllegalArgumentException _) {
      return Files.newByteChannel(path, options, attributes);
    }
  }
}
