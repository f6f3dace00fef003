package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowPair;
import dev.hvsock.FramedAddress;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.VsockAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames over AF_VSOCK. Runs in a guest that has vsock_loopback, and nowhere else. */
@Tag("guest")
@ExtendWith(Watchdog.class)
class VsockFramedTest {
  private static final AtomicLong PORTS = new AtomicLong(0x5000_0000);

  private static Address fresh() {
    return new FramedAddress(VsockAddress.local(PORTS.incrementAndGet()));
  }

  @Test
  void eachDirectionEndsByItself() throws Exception {
    byte[] request = Content.bytes(1 << 20);
    try (FlowPair pair = FlowContract.through(fresh())) {
      Task<byte[]> server = ThreadKind.VIRTUAL.start(() -> Content.toEnd(pair.second()));
      Content.write(pair.first(), request);
      pair.first().shutdownOutput();
      assertArrayEquals(request, server.get());
      Content.write(pair.second(), "reply");
      Task<?> closing = ThreadKind.VIRTUAL.start(() -> pair.second().close());
      assertEquals("reply", Content.textToEnd(pair.first()));
      closing.get();
    }
  }

  @Test
  void aBlockedWriterFailsWhenThePeerShutsItsInputDown() throws Exception {
    try (FlowPair pair = FlowContract.through(fresh())) {
      Task<Integer> writer =
          ThreadKind.VIRTUAL.start(() -> pair.second().write(Content.bulk())).awaitBlocked();
      pair.first().shutdownInput();
      writer.failure(FlowClosedException.class);
    }
  }

  @Test
  void cidsAreAllowedAndTurnedAwayAsWithoutFrames() throws Exception {
    try (Listener listener =
            Hvsock.listen(fresh(), listen -> listen.allowCids(Set.of(VsockAddress.LOCAL_CID)));
        Flow connected = Hvsock.connect(listener.localAddress());
        Flow accepted = listener.accept()) {
      Content.write(connected, "come in");
      assertEquals("come in", Content.readText(accepted, 7));
      accepted.abort();
    }
    try (Listener listener =
            Hvsock.listen(
                fresh(),
                listen -> listen.allowCids(Set.of(42L)).acceptTimeout(Duration.ofSeconds(2)));
        Flow connected = Hvsock.connect(listener.localAddress())) {
      assertThrows(SocketTimeoutException.class, listener::accept);
      assertEquals("", Content.textToEnd(connected));
    }
  }
}
