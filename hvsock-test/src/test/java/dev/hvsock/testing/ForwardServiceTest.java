package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowHandler;
import dev.hvsock.FlowResetException;
import dev.hvsock.Flows;
import dev.hvsock.Hvsock;
import dev.hvsock.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole forwarder: it accepts, connects to its target, and joins the two. */
@Timeout(60)
class ForwardServiceTest {
  private static final int MANY = 2000;

  private final EngineLog log = new EngineLog();

  @AfterEach
  void printAgain() {
    log.close();
  }

  private static FlowHandler to(Address target) {
    return flow -> {
      try (Flow there = Hvsock.connect(target)) {
        Flows.proxy(flow, there);
      }
    };
  }

  static List<ForwardTransport> listeningTransports() {
    return ForwardTransport.listening();
  }

  @ParameterizedTest
  @MethodSource("listeningTransports")
  void targetThatDoesNotListenEndsTheClientNotTheForwarder(ForwardTransport transport)
      throws Exception {
    Address target = ForwardTransport.UNIX.fresh();
    try (Server forwarder = Hvsock.serve(transport.fresh(), to(target))) {
      try (Flow client = Hvsock.connect(forwarder.localAddress())) {
        assertTrue(hasEnded(client));
      } catch (FlowResetException e) {
        // Over tcp the forwarder's reset may be there before connecting is done.
      }
      String why = log.await("a flow ended early", Duration.ofSeconds(5));
      assertTrue(why.contains("connect " + target) && why.contains("ENOENT"), why);

      try (Server late = Hvsock.serve(target, flow -> Flows.copy(flow, flow));
          Flow client = Hvsock.connect(forwarder.localAddress())) {
        ForwardBytes.sendAll(client, 1, 10_000);
        ForwardBytes.expectAll(client, 1, 10_000);
        assertEquals(target, late.localAddress());
      }
    }
  }

  private static boolean hasEnded(Flow flow) throws IOException {
    try {
      return flow.read(ByteBuffer.allocate(1)) == -1;
    } catch (FlowResetException e) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNIX", "TCP"})
  void manyFlowsAtOnceKeepApart(ForwardTransport transport) throws Exception {
    // Nobody is answered before everybody is connected through.
    CountDownLatch together = new CountDownLatch(MANY);
    FlowHandler echo =
        flow -> {
          together.countDown();
          await(together);
          Flows.copy(flow, flow);
        };
    long start = System.nanoTime();
    try (Server target = Hvsock.serve(ForwardTransport.UNIX.fresh(), echo);
        Server forwarder =
            Hvsock.serve(
                transport.fresh(), to(target.localAddress()), listen -> listen.backlog(MANY))) {
      List<EngineTask> clients = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        long seed = i;
        clients.add(EngineTask.virtual(() -> echo(forwarder.localAddress(), seed)));
      }
      for (EngineTask client : clients) {
        client.join();
      }
    }
    System.out.printf(
        "%d flows from %s to unix, all open at once, took %d ms%n",
        MANY, transport, (System.nanoTime() - start) / 1_000_000);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void echo(Address address, long seed) throws Exception {
    long bytes = 10_000 + seed;
    try (Flow flow = Hvsock.connect(address, connect -> connect.timeout(Duration.ofSeconds(40)))) {
      EngineTask sending = EngineTask.virtual(() -> ForwardBytes.sendAll(flow, seed, bytes));
      ForwardBytes.expectAll(flow, seed, bytes);
      sending.join();
    }
  }

  @Test
  void flowsInTheAirEndWithinTheGraceOrAreAborted() throws Exception {
    CountDownLatch targetEnded = new CountDownLatch(2);
    FlowHandler echo =
        flow -> {
          try {
            Flows.copy(flow, flow);
          } finally {
            targetEnded.countDown();
          }
        };
    try (Server target = Hvsock.serve(ForwardTransport.UNIX.fresh(), echo);
        Server forwarder = Hvsock.serve(ForwardTransport.TCP.fresh(), to(target.localAddress()));
        Flow busy = Hvsock.connect(forwarder.localAddress());
        Flow idle = Hvsock.connect(forwarder.localAddress())) {
      roundTrip(idle, 0, 1000);
      roundTrip(busy, 0, 1000);
      EngineTask stopping = EngineTask.virtual(() -> forwarder.stop(Duration.ofSeconds(1)));
      stopping.waiting();
      assertThrows(IOException.class, () -> Hvsock.connect(forwarder.localAddress()));

      roundTrip(busy, 1000, 500_000);
      busy.shutdownOutput();
      assertEquals(-1, busy.read(ByteBuffer.allocate(1)), "a whole stream, not a reset");

      stopping.join();
      assertTrue(hasEnded(idle));
      targetEnded.await();
    }
  }

  private static void roundTrip(Flow flow, long from, long to) throws Exception {
    EngineTask sending = EngineTask.virtual(() -> ForwardBytes.send(flow, 1, from, to));
    ForwardBytes.expect(flow, 1, from, to);
    sending.join();
  }
}
