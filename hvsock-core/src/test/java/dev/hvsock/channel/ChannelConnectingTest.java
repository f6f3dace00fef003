package dev.hvsock.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.TcpAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Connecting that goes on for a while, as it may on Windows. Linux connects unix sockets at once or
 * not at all, so these are tcp ones whose listener has no room.
 */
@Timeout(60)
class ChannelConnectingTest {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LATE = Duration.ofSeconds(50);

  private final List<Socket> waiting = new ArrayList<>();
  private final List<WatchedChannel<SocketChannel>> opened = new ArrayList<>();
  private ServerSocketChannel listener;

  @BeforeEach
  void fillTheBacklog() throws IOException {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    assertThrows(
        SocketTimeoutException.class,
        () -> {
          while (waiting.size() < 100) {
            Socket socket = new Socket();
            waiting.add(socket);
            socket.connect(listener.getLocalAddress(), (int) SOON.toMillis());
          }
        });
    waiting.removeLast().close(); // which found no room
  }

  @AfterEach
  void closeAll() throws IOException {
    listener.close();
    for (Socket socket : waiting) {
      socket.close();
    }
  }

  private WatchedChannel<SocketChannel> connect(Duration timeout) throws IOException {
    InetSocketAddress target = (InetSocketAddress) listener.getLocalAddress();
    return new ChannelConnecting(
            new TcpAddress(target.getHostString(), target.getPort()),
            target,
            this::open,
            e -> e,
            timeout)
        .run();
  }

  private WatchedChannel<SocketChannel> open() throws IOException {
    WatchedChannel<SocketChannel> channel = new WatchedChannel<>(SocketChannel.open());
    opened.add(channel);
    return channel;
  }

  private void assertAllClosed() {
    assertFalse(opened.isEmpty());
    opened.forEach(channel -> assertFalse(channel.channel().isOpen()));
  }

  @Test
  void runsOutOfTime() {
    long start = System.nanoTime();
    SocketTimeoutException e = assertThrows(SocketTimeoutException.class, () -> connect(SOON));
    assertTrue(System.nanoTime() - start >= SOON.toNanos());
    assertTrue(String.valueOf(e.getMessage()).startsWith("connect tcp://"), e::getMessage);
    assertAllClosed();
  }

  @Test
  void isInterrupted() throws Exception {
    FutureTask<Boolean> connecting =
        new FutureTask<>(
            () -> {
              assertThrows(InterruptedIOException.class, () -> connect(LATE));
              return Thread.interrupted();
            });
    Thread thread = Thread.ofVirtual().start(connecting);
    awaitParked(thread);
    thread.interrupt();
    assertTrue(connecting.get(), "the interrupt status is gone");
    assertAllClosed();
  }

  private static void awaitParked(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
  }

  @Test
  void succeedsWhenThereIsRoom() throws Exception {
    FutureTask<WatchedChannel<SocketChannel>> connecting = new FutureTask<>(() -> connect(LATE));
    Thread thread = Thread.ofVirtual().start(connecting);
    awaitParked(thread);
    for (int i = 0; i < waiting.size(); i++) {
      listener.accept().close();
    }
    try (WatchedChannel<SocketChannel> connected = connecting.get();
        SocketChannel accepted = listener.accept()) {
      assertEquals(1, connected.channel().write(ByteBuffer.wrap(new byte[] {7})));
      assertEquals(1, accepted.read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  void isRefusedInTheEnd() throws Exception {
    FutureTask<WatchedChannel<SocketChannel>> connecting = new FutureTask<>(() -> connect(LATE));
    Thread thread = Thread.ofVirtual().start(connecting);
    awaitParked(thread);
    listener.close();
    ExecutionException e = assertThrows(ExecutionException.class, connecting::get);
    assertInstanceOf(ConnectException.class, e.getCause());
    assertAllClosed();
  }
}
