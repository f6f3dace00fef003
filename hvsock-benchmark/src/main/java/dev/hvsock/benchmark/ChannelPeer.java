package dev.hvsock.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The work of {@code hvsock perf}, done with the JDK's channel types, for the JDK's own unix
 * channels and junixsocket's. Results are JSON with the same fields.
 *
 * <pre>ChannelPeer jdk|junixsocket sink|source|echo|ping|flows unix:PATH [--NAME VALUE]...</pre>
 */
final class ChannelPeer {
  private static final int BUFFER = 256 * 1024;
  private static final long RETRY_MILLIS = 10_000;

  private final ChannelLibrary library;
  private final String address;
  private final Map<String, String> options;

  private ChannelPeer(ChannelLibrary library, String address, Map<String, String> options) {
    this.library = library;
    this.address = address;
    this.options = options;
  }

  public static void main(String[] words) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 3; i < words.length; i += 2) {
      options.put(words[i], words[i + 1]);
    }
    var library = ChannelLibrary.valueOf(words[0].toUpperCase(Locale.ROOT));
    new ChannelPeer(library, words[2], options).perform(words[1]);
  }

  private void perform(String job) throws Exception {
    switch (job) {
      case "sink" -> sink();
      case "source" -> source();
      case "echo" -> echo();
      case "ping" -> ping();
      case "flows" -> System.out.println(new ChannelCrowd(this::connect).measure(count()));
      default -> throw new IllegalArgumentException(job + ": no such job");
    }
  }

  private int count() {
    return Integer.parseInt(options.getOrDefault("--count", "10000"));
  }

  private SocketChannel connect() throws IOException, InterruptedException {
    return library.connect(address, RETRY_MILLIS);
  }

  private Thread start(Runnable body) {
    boolean isVirtual = "virtual".equals(options.get("--threads"));
    return isVirtual ? Thread.startVirtualThread(body) : Thread.ofPlatform().start(body);
  }

  private void sink() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try (ServerSocketChannel listener = library.listen(address);
        SocketChannel flow = listener.accept()) {
      long start = System.nanoTime();
      long bytes = 0;
      for (int n = flow.read(buffer); n >= 0; n = flow.read(buffer.clear())) {
        bytes += n;
      }
      printBulk(bytes, System.nanoTime() - start);
    }
  }

  private void source() throws IOException, InterruptedException {
    long bytes = Long.parseLong(options.getOrDefault("--bytes", "1073741824"));
    int size = Integer.parseInt(options.getOrDefault("--buffer", "262144"));
    ByteBuffer buffer = ByteBuffer.allocateDirect(size);
    try (SocketChannel flow = connect()) {
      long start = System.nanoTime();
      for (long left = bytes; left > 0; left -= size) {
        writeAll(flow, buffer.clear().limit((int) Math.min(size, left)));
      }
      flow.shutdownOutput();
      while (flow.read(buffer.clear()) >= 0) {}
      printBulk(bytes, System.nanoTime() - start);
    }
  }

  static void writeAll(SocketChannel flow, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      flow.write(bytes);
    }
  }

  private static void printBulk(long bytes, long nanos) {
    System.out.printf(
        Locale.ROOT,
        "{\"bytes\": %d, \"seconds\": %.6f, \"mbPerSecond\": %.3f}%n",
        bytes,
        nanos / 1e9,
        bytes * 1e3 / nanos);
  }

  private void echo() throws IOException {
    try (ServerSocketChannel listener = library.listen(address)) {
      while (true) {
        SocketChannel flow = listener.accept();
        var _ = start(() -> echo(flow));
      }
    }
  }

  private static void echo(SocketChannel flow) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(ChannelCrowd.MESSAGE);
    try (flow) {
      while (flow.read(buffer.clear()) >= 0) {
        writeAll(flow, buffer.flip());
      }
    } catch (IOException e) {
      System.err.println("echo: " + e);
    }
  }

  private void ping() throws Exception {
    int size = Integer.parseInt(options.getOrDefault("--size", "64"));
    try (SocketChannel flow = connect()) {
      ChannelPing ping = new ChannelPing(flow, size, count());
      Thread thread = start(ping);
      thread.join();
      System.out.println(ping.result());
    }
  }
}
