package dev.hvsock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a flow that is reset does to the one that it is joined to. */
@Timeout(60)
final class ProxyResetTest {

  @Test
  void theOtherPeerSeesAResetAndNotAnEnd() throws Exception {
    try (Listener listener = Hvsock.listen(Address.parse("tcp://127.0.0.1:0"));
        Flow client = Hvsock.connect(listener.localAddress());
        Flow first = listener.accept();
        Flow second = Hvsock.connect(listener.localAddress());
        Flow target = listener.accept()) {
      CompletableFuture<ProxyStatistics> proxy = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  proxy.complete(Flows.proxy(first, second));
                } catch (Exception e) {
                  proxy.completeExceptionally(e);
                }
              });
      client.write(ByteBuffer.allocate(1));
      target.read(ByteBuffer.allocate(1));
      target.abort();

      assertThrows(FlowResetException.class, () -> client.read(ByteBuffer.allocate(1)));
      ProxyStatistics moved = proxy.get(20, TimeUnit.SECONDS);
      assertFalse(moved.isComplete());
      moved
          .failures()
          .forEach(
              failure -> {
                assertEquals(ProxyStatistics.End.SECOND, failure.end());
                assertInstanceOf(FlowResetException.class, failure.cause());
              });
    }
  }

  @Test
  void aFlowThatIsAbortedHereCutsTheOtherOffToo() throws Exception {
    try (FlowPair one = Flows.pair();
        FlowPair other = Flows.pair()) {
      one.second().write(ByteBuffer.allocate(10));
      CompletableFuture<ProxyStatistics> proxy = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  proxy.complete(Flows.proxy(one.first(), other.first()));
                } catch (Exception e) {
                  proxy.completeExceptionally(e);
                }
              });
      assertEquals(10, other.second().read(ByteBuffer.allocate(20)));
      one.first().abort();

      assertThrows(FlowResetException.class, () -> other.second().read(ByteBuffer.allocate(1)));
      assertFalse(proxy.get(20, TimeUnit.SECONDS).isComplete());
    }
  }
}
