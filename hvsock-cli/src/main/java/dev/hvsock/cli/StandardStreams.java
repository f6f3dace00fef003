package dev.hvsock.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.TimeUnit;

/**
 * What a flow is joined to where the command line names nothing else.
 *
 * @param in where data comes from
 * @param out where data goes to; it throws
 */
record StandardStreams(ReadableByteChannel in, WritableByteChannel out) {
  private static final long PAUSE_MILLIS = 5;

  /**
   * Those of the process. Channels, which read and write native memory as it is; and not System.in
   * and System.out: these buffer, and the latter is silent about failures.
   */
  static StandardStreams ofProcess() {
    return new StandardStreams(
        new FileInputStream(FileDescriptor.in).getChannel(),
        new FileOutputStream(FileDescriptor.out).getChannel());
  }

  /**
   * Reads at least one byte, or gives -1. Whoever started the process may have made its input
   * non-blocking, and the JDK does not wait for such a one.
   */
  int read(ByteBuffer dst) throws IOException, InterruptedException {
    int n = in.read(dst);
    while (n == 0) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      n = in.read(dst);
    }
    return n;
  }

  /** Writes all of {@code src}, to a non-blocking output too. */
  void write(ByteBuffer src) throws IOException, InterruptedException {
    while (src.hasRemaining()) {
      if (out.write(src) == 0) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }
}
