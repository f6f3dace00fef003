package dev.hvsock.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;

/** Round trips over one channel, one at a time, after as many to warm up. */
final class ChannelPing implements Runnable {
  private final SocketChannel flow;
  private final ByteBuffer message;
  private final long[] nanos;
  private String result = "";

  ChannelPing(SocketChannel flow, int size, int count) {
    this.flow = flow;
    this.message = ByteBuffer.allocateDirect(size);
    this.nanos = new long[count];
  }

  @Override
  public void run() {
    try {
      round();
      long total = round();
      result = describe(total);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private long round() throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      long sent = System.nanoTime();
      ChannelPeer.writeAll(flow, message.clear());
      message.clear();
      while (message.hasRemaining()) {
        if (flow.read(message) < 0) {
          throw new EOFException("the echo ended");
        }
      }
      nanos[i] = System.nanoTime() - sent;
    }
    return System.nanoTime() - start;
  }

  private String describe(long total) {
    Arrays.sort(nanos);
    int last = nanos.length - 1;
    return String.format(
        Locale.ROOT,
        "{\"count\": %d, \"size\": %d, \"meanNanos\": %.1f, \"p50Nanos\": %d, \"p99Nanos\": %d,"
            + " \"p999Nanos\": %d}",
        nanos.length,
        message.capacity(),
        (double) total / nanos.length,
        nanos[last / 2],
        nanos[(int) (last * 99L / 100)],
        nanos[(int) (last * 999L / 1000)]);
  }

  /** What the round trips came to, once they are made. */
  String result() {
    if (result.isEmpty()) {
      throw new IllegalStateException("the round trips failed");
    }
    return result;
  }
}
