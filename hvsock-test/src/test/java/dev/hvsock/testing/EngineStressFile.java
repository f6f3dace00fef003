package dev.hvsock.testing;

import dev.hvsock.Flow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Pieces of streams that come out of files and go into files. */
final class EngineStressFile {
  /** How many bytes can be sent at once. */
  static final int MOST_BYTES = 1 << 20;

  /** The bytes of all streams, for all senders. */
  private static final FileChannel CONTENT = content();

  private EngineStressFile() {}

  private static FileChannel content() {
    try {
      FileChannel file = temporary();
      ForwardBytes.writeFile(file, MOST_BYTES);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel temporary() throws IOException {
    Path path = Files.createTempFile("hvsock", ".bytes");
    return FileChannel.open(
        path,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Sends the bytes of stream {@code seed} from {@code position} on. */
  static long send(Flow flow, long seed, long position, long count) throws IOException {
    return flow.transferFrom(CONTENT, ForwardBytes.inFile(seed, position), count);
  }

  /** Receives so many bytes, fewer if the stream ends before. */
  static ByteBuffer receive(Flow flow, int count) throws IOException {
    try (FileChannel file = temporary()) {
      long received = flow.transferTo(file, 0, count);
      ByteBuffer bytes = ByteBuffer.allocate(count);
      long stored = 0;
      while (stored < received) {
        stored += file.read(bytes, stored);
      }
      if (file.size() != received) {
        throw new AssertionError(file.size() + " bytes in a file instead of " + received);
      }
      return bytes;
    }
  }
}
