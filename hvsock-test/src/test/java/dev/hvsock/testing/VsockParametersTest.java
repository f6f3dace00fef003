package dev.hvsock.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in a guest that has vsock_loopback, which is the best medium then. */
@Tag("guest")
class VsockParametersTest {

  @RepeatedTest(3)
  void theBestIsVsock(@Connected FlowPair pair) throws Exception {
    assertEquals("vsock", pair.first().remoteAddress().scheme());
    Content.write(pair.first(), "there");
    assertEquals("there", Content.readText(pair.second(), 5));
  }

  @Test
  void andSoItIsForListeners(@Loopback Listener listener) throws Exception {
    assertEquals("vsock", listener.localAddress().scheme());
    try (Flow connected = Hvsock.connect(listener.localAddress())) {
      listener.accept().abort();
      connected.abort();
    }
  }
}
