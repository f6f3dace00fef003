package dev.hvsock.benchmark;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Sends a file through a flow with the library, and tells how fast, as {@code perf} does. */
final class FileSender {
  private FileSender() {}

  public static void main(String[] words) throws IOException {
    Address to = Address.parse(words[0]);
    try (FileChannel file = FileChannel.open(Path.of(words[1]));
        Flow flow = Hvsock.connect(to, connect -> connect.retryFor(Duration.ofSeconds(10)))) {
      long start = System.nanoTime();
      long bytes = flow.transferFrom(file, 0, file.size());
      flow.shutdownOutput();
      if (flow.read(ByteBuffer.allocate(1)) >= 0) {
        throw new IOException("the sink has sent something");
      }
      long nanos = System.nanoTime() - start;
      System.out.printf(
          Locale.ROOT,
          "{\"bytes\": %d, \"seconds\": %.6f, \"mbPerSecond\": %.3f}%n",
          bytes,
          nanos / 1e9,
          bytes * 1e3 / nanos);
    }
  }
}
