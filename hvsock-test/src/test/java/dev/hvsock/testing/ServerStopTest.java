package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hvsock.Flow;
import dev.hvsock.FlowHandler;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a server stops. */
@Timeout(60)
class ServerStopTest {
  private static final FlowHandler ECHO = flow -> Flows.copy(flow, flow);

  private final EngineLog log = new EngineLog();

  @AfterEach
  void printAgain() {
    log.close();
  }

  @Test
  void flowsEndWithinTheGrace() throws Exception {
    Server server = Hvsock.serve(ForwardTransport.UNIX.fresh(), ECHO);
    try (Flow client = Hvsock.connect(server.localAddress())) {
      ForwardBytes.send(client, 1, 0, 1000);
      ForwardBytes.expect(client, 1, 0, 1000);
      EngineTask stopping = EngineTask.virtual(() -> server.stop(Duration.ofSeconds(30)));
      stopping.waiting();
      assertThrows(ConnectException.class, () -> Hvsock.connect(server.localAddress()));
      ForwardBytes.send(client, 1, 1000, 50_000);
      client.shutdownOutput();
      ForwardBytes.expect(client, 1, 1000, 50_000);
      assertEquals(-1, client.read(ByteBuffer.allocate(1)));
      stopping.join();
      assertEquals(0, server.flowCount());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIX", "TCP"})
  void flowsThatDoNotEndAreAborted(ForwardTransport transport) throws Exception {
    Server server = Hvsock.serve(transport.fresh(), ECHO);
    try (Flow client = Hvsock.connect(server.localAddress())) {
      ForwardBytes.send(client, 1, 0, 10);
      ForwardBytes.expect(client, 1, 0, 10);
      long start = System.nanoTime();
      server.stop(Duration.ofMillis(300));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.toMillis() >= 300 && took.toMillis() < 5000, took::toString);
      client.readTimeout(Duration.ofSeconds(10));
      assertTrue(hasEnded(client));
    }
  }

  private static boolean hasEnded(Flow flow) throws IOException {
    try {
      return flow.read(ByteBuffer.allocate(1)) == -1;
    } catch (FlowResetException e) {
      return true;
    }
  }

  /** A forwarder whose target neither speaks nor ends is in its handler for ever otherwise. */
  @Test
  void handlersThatWaitElsewhereAreInterrupted() throws Exception {
    try (FlowPair silent = Flows.pair()) {
      CountDownLatch returned = new CountDownLatch(1);
      FlowHandler handler =
          flow -> {
            try {
              Flows.proxy(flow, silent.first());
            } finally {
              returned.countDown();
            }
          };
      Server server = Hvsock.serve(ForwardTransport.UNIX.fresh(), handler);
      try (Flow client = Hvsock.connect(server.localAddress())) {
        ForwardBytes.send(client, 1, 0, 10);
        ForwardBytes.expect(silent.second(), 1, 0, 10);
        server.stop(Duration.ofMillis(50));
        assertTrue(returned.await(10, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void stoppingTwiceOrAtOnceIsStoppingOnce() throws Exception {
    Server server = Hvsock.serve(ForwardTransport.UNIX.fresh(), ECHO);
    EngineTask waiting = EngineTask.virtual(server::awaitStop).waiting();
    EngineTask interrupted = EngineTask.Kind.PLATFORM.start(server::awaitStop).waiting();
    interrupted.interrupt();
    assertInstanceOf(InterruptedException.class, interrupted.failure());
    List<EngineTask> stops = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      stops.add(EngineTask.virtual(() -> server.stop(Duration.ofSeconds(1))));
    }
    for (EngineTask stop : stops) {
      stop.join();
    }
    waiting.join();
    server.close();
    server.awaitStop();
    assertThrows(ConnectException.class, () -> Hvsock.connect(server.localAddress()));
  }

  @Test
  void stopsWhileItHasNoRoom() throws Exception {
    Server server = Hvsock.serve(ForwardTransport.UNIX.fresh(), ECHO, listen -> listen.maxFlows(1));
    try (Flow first = Hvsock.connect(server.localAddress());
        Flow waiting = Hvsock.connect(server.localAddress())) {
      ForwardBytes.send(first, 1, 0, 10);
      ForwardBytes.expect(first, 1, 0, 10);
      server.stop(Duration.ZERO);
      assertTrue(hasEnded(waiting));
      assertTrue(hasEnded(first));
    }
  }

  @Test
  void interruptEndsTheWaitingNotTheStopping() throws Exception {
    Server server = Hvsock.serve(ForwardTransport.UNIX.fresh(), ECHO);
    try (Flow client = Hvsock.connect(server.localAddress())) {
      ForwardBytes.send(client, 1, 0, 10);
      ForwardBytes.expect(client, 1, 0, 10);
      EngineTask stopping =
          EngineTask.virtual(
              () -> {
                server.stop(Duration.ofHours(1));
                assertTrue(Thread.currentThread().isInterrupted());
              });
      stopping.waiting().interrupt();
      stopping.join();
      assertTrue(hasEnded(client));
    }
  }

  /** A flow that is accepted at the moment of the stop must not be forgotten. */
  @Test
  void interruptedStopLeavesNoFlowBehind() throws Exception {
    for (int i = 0; i < 300; i++) {
      Server server = Hvsock.serve(ForwardTransport.ABSTRACT.fresh(), ECHO);
      EngineTask stopping =
          EngineTask.virtual(
              () -> {
                Thread.currentThread().interrupt();
                server.stop(Duration.ofHours(1));
              });
      try (Flow client = Hvsock.connect(server.localAddress())) {
        client.readTimeout(Duration.ofSeconds(10));
        assertTrue(hasEnded(client));
      } catch (ConnectException e) {
        // Stopped before.
      }
      stopping.join();
    }
  }

  @Test
  void graceMayBeForEver() throws Exception {
    Server server = Hvsock.serve(UnixAddress.abstractName("hvsock-" + System.nanoTime()), ECHO);
    server.stop(Flow.FOREVER);
    assertEquals(0, server.flowCount());
  }

  /** Needs a user to whom permissions apply. */
  @Test
  void stopsAlsoIfItsPathCannotBeRemoved(@TempDir Path directory) throws Exception {
    UnixAddress address = UnixAddress.of(directory.resolve("s"));
    Server server = Hvsock.serve(address, ECHO);
    assumeTrue(directory.toFile().setWritable(false));
    assumeFalse(Files.isWritable(directory), "root may do anything; try: as another user");
    try (Flow client = Hvsock.connect(address)) {
      ForwardBytes.send(client, 1, 0, 10);
      ForwardBytes.expect(client, 1, 0, 10);
      assertThrows(AccessDeniedException.class, () -> server.stop(Duration.ZERO));
      assertTrue(hasEnded(client));
      assertThrows(ConnectException.class, () -> Hvsock.connect(address));
      server.awaitStop();
    } finally {
      assertTrue(directory.toFile().setWritable(true));
    }
  }
}
