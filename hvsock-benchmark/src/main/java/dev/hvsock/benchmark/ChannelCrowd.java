package dev.hvsock.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Many channels, a virtual thread each, that wait and then let each be echoed once. */
final class ChannelCrowd {
  /** How many bytes go there and back; {@code hvsock perf flows} sends as many. */
  static final int MESSAGE = 64;

  private final Callable<SocketChannel> connecting;
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger answered = new AtomicInteger();

  ChannelCrowd(Callable<SocketChannel> connecting) {
    this.connecting = connecting;
  }

  /** Opens {@code count} of them, and returns as JSON what they cost. */
  String measure(int count) throws IOException, InterruptedException {
    CountDownLatch open = new CountDownLatch(count);
    CountDownLatch done = new CountDownLatch(count);
    long before = residentBytes();
    for (int i = 0; i < count; i++) {
      Thread.startVirtualThread(() -> live(open, done));
    }
    open.await();
    long memory = residentBytes() - before;
    long start = System.nanoTime();
    go.countDown();
    done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (answered.get() != count) {
      throw new IOException(answered.get() + " of " + count + " flows were answered");
    }
    return String.format(
        Locale.ROOT,
        "{\"flows\": %d, \"bytesPerFlow\": %d, \"seconds\": %.6f}",
        count,
        memory / count,
        seconds);
  }

  private void live(CountDownLatch open, CountDownLatch done) {
    try (SocketChannel flow = connecting.call()) {
      open.countDown();
      go.await();
      ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE);
      ChannelPeer.writeAll(flow, message);
      message.clear();
      while (message.hasRemaining() && flow.read(message) >= 0) {}
      if (!message.hasRemaining()) {
        answered.incrementAndGet();
      }
    } catch (Exception e) {
      System.err.println("flow: " + e);
      open.countDown();
    } finally {
      done.countDown();
    }
  }

  private static long residentBytes() throws IOException {
    System.gc();
    return ProcessTree.residentBytes(ProcessHandle.current().pid());
  }
}
