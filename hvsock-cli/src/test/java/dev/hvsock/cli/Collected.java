package dev.hvsock.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** All that comes out of a stream, read as it comes by a thread of its own. */
final class Collected {
  private static final long PATIENCE_SECONDS = 45;

  // Guarded by itself.
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** Starts to collect, and closes the stream at its end. */
  static Collected from(InputStream stream) {
    Collected collected = new Collected();
    Thread.ofVirtual().start(() -> collected.collect(stream));
    return collected;
  }

  private void collect(InputStream stream) {
    try (stream) {
      byte[] piece = new byte[64 * 1024];
      for (int n = stream.read(piece); n >= 0; n = stream.read(piece)) {
        synchronized (bytes) {
          bytes.write(piece, 0, n);
          bytes.notifyAll();
        }
      }
      end.complete(null);
    } catch (IOException e) {
      end.completeExceptionally(e);
    }
  }

  /** Waits until so many bytes have come, and gives them. */
  byte[] await(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (bytes) {
      while (bytes.size() < count && System.nanoTime() < deadline) {
        bytes.wait(100);
      }
      if (bytes.size() < count) {
        throw new AssertionError(bytes.size() + " bytes have come instead of " + count);
      }
      return Arrays.copyOf(bytes.toByteArray(), count);
    }
  }

  /** Waits for the end, and gives all that came. */
  byte[] all() throws Exception {
    end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    synchronized (bytes) {
      return bytes.toByteArray();
    }
  }
}
