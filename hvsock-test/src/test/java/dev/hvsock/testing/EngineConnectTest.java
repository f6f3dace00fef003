package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that wait to connect or to accept. */
@Timeout(60)
class EngineConnectTest {

  /** Connects until the backlog is full, which is when an attempt runs out of time. */
  private static List<Flow> fill(Address address) throws IOException {
    List<Flow> flows = new ArrayList<>();
    try {
      while (true) {
        flows.add(Hvsock.connect(address, connect -> connect.timeout(Duration.ofMillis(200))));
      }
    } catch (SocketTimeoutException e) {
      return flows;
    }
  }

  /** Once it has waited to connect, the engine knows the descriptor before there is a flow. */
  @ParameterizedTest
  @EnumSource(EngineTask.Kind.class)
  void flowThatWaitedToConnectCanWaitToWrite(EngineTask.Kind kind) throws Exception {
    try (Listener listener =
        Hvsock.listen(ForwardTransport.TCP.fresh(), listen -> listen.backlog(1))) {
      List<Flow> before = fill(listener.localAddress());
      EngineTask client =
          kind.start(
              () -> {
                try (Flow flow = Hvsock.connect(listener.localAddress())) {
                  ForwardBytes.sendAll(flow, 1, 32 << 20);
                }
              });
      client.waiting();
      for (Flow flow : before) {
        listener.accept().abort();
        flow.abort();
      }
      try (Flow accepted = listener.accept()) {
        Thread.sleep(Duration.ofMillis(100)); // until the writer is held up
        ForwardBytes.expectAll(accepted, 1, 32 << 20);
      }
      client.join();
    }
  }

  @ParameterizedTest
  @EnumSource(EngineTask.Kind.class)
  void connectThatWaitsForRoomIsInterruptedOrServed(EngineTask.Kind kind) throws Exception {
    for (ForwardTransport transport : List.of(ForwardTransport.UNIX, ForwardTransport.TCP)) {
      try (Listener listener = Hvsock.listen(transport.fresh(), listen -> listen.backlog(1))) {
        List<Flow> before = fill(listener.localAddress());
        EngineTask given = kind.start(() -> Hvsock.connect(listener.localAddress()).abort());
        EngineTask kept = kind.start(() -> Hvsock.connect(listener.localAddress()).abort());
        given.waiting();
        kept.waiting();
        given.interrupt();
        assertEquals(InterruptedIOException.class, given.failure().getClass());
        kept.waiting();
        for (Flow flow : before) {
          listener.accept().abort();
          flow.abort();
        }
        kept.join();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EngineTask.Kind.class)
  void acceptIsWokenByItsListener(EngineTask.Kind kind) throws Exception {
    for (ForwardTransport transport : ForwardTransport.listening()) {
      try (Listener listener = Hvsock.listen(transport.fresh())) {
        EngineTask accepting = kind.start(() -> listener.accept().abort()).waiting();
        accepting.interrupt();
        assertEquals(InterruptedIOException.class, accepting.failure().getClass());

        EngineTask limited = kind.start(() -> listener.accept().abort()).waiting();
        listener.acceptTimeout(Duration.ofMillis(50));
        assertInstanceOf(SocketTimeoutException.class, limited.failure());
        listener.acceptTimeout(Flow.FOREVER);

        EngineTask served = kind.start(() -> listener.accept().close()).waiting();
        Hvsock.connect(listener.localAddress()).close();
        served.join();

        EngineTask closed = kind.start(() -> listener.accept().abort()).waiting();
        EngineTask.virtual(listener::close).join();
        assertInstanceOf(AsynchronousCloseException.class, closed.failure());
      }
    }
  }
}
