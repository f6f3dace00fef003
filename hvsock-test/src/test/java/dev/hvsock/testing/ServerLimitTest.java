package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowHandler;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many flows a server handles at once, and what becomes of those whose handler fails. */
@Timeout(60)
class ServerLimitTest {

  @ParameterizedTest
  @EnumSource(names = {"UNIX", "TCP"})
  void restWaitsUntilThereIsRoom(ForwardTransport transport) throws Exception {
    Semaphore gate = new Semaphore(0);
    AtomicInteger handled = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FlowHandler handler =
        flow -> {
          most.accumulateAndGet(handled.incrementAndGet(), Math::max);
          gate.acquireUninterruptibly();
          handled.decrementAndGet();
        };
    List<Flow> clients = new ArrayList<>();
    try (Server server = Hvsock.serve(transport.fresh(), handler, listen -> listen.maxFlows(3))) {
      for (int i = 0; i < 10; i++) {
        clients.add(Hvsock.connect(server.localAddress()));
      }
      awaitCount(server, 3);
      Thread.sleep(Duration.ofMillis(100));
      assertEquals(3, server.flowCount());
      gate.release(10);
      for (Flow client : clients) {
        assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        client.close();
      }
      awaitCount(server, 0);
      assertEquals(3, most.get());
    } finally {
      gate.release(100);
      clients.forEach(Flow::abort);
    }
  }

  @Test
  void handlerThatFailsGivesItsPlaceBack() throws Exception {
    AtomicInteger count = new AtomicInteger();
    FlowHandler handler =
        flow -> {
          switch (count.getAndIncrement()) {
            case 0 -> throw new IOException("this one ends early");
            case 1 -> throw new IllegalStateException("this one has a bug");
            case 2 -> throw new AssertionError("this one is beyond help");
            default -> flow.write(ByteBuffer.wrap(new byte[] {42}));
          }
        };
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<Throwable> uncaught = new ArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
    try (EngineLog log = new EngineLog();
        Server server =
            Hvsock.serve(ForwardTransport.UNIX.fresh(), handler, listen -> listen.maxFlows(1))) {
      for (int i = 0; i < 3; i++) {
        try (Flow client = Hvsock.connect(server.localAddress())) {
          assertEquals(-1, client.read(ByteBuffer.allocate(1)));
        }
      }
      assertTrue(log.await("this one ends early", Duration.ofSeconds(5)).startsWith("INFO"));
      assertTrue(log.await("the handler of", Duration.ofSeconds(5)).startsWith("SEVERE"));
      try (Flow client = Hvsock.connect(server.localAddress())) {
        ByteBuffer answer = ByteBuffer.allocate(1);
        assertEquals(1, client.read(answer));
        assertEquals(42, answer.get(0));
      }
      awaitCount(server, 0);
      assertEquals(1, uncaught.size());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private static void awaitCount(Server server, int count) throws InterruptedException {
    for (int i = 0; server.flowCount() != count && i < 2000; i++) {
      Thread.sleep(Duration.ofMillis(5));
    }
    assertEquals(count, server.flowCount());
  }
}
