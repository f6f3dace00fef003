package com.example.flows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.FlowResetException;
import dev.hvsock.Hvsock;
import dev.hvsock.Listener;
import dev.hvsock.Server;
import dev.hvsock.testing.Connected;
import dev.hvsock.testing.FaultScript;
import dev.hvsock.testing.FaultyFlow;
import dev.hvsock.testing.Loopback;
import dev.hvsock.testing.Medium;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples of docs/testing.md, as a program of somebody else's has them. */
@Tag("concurrent")
class ShoutingTest {

  @Test
  void shouts(@Loopback Address address) throws IOException {
    try (Server server = Hvsock.serve(address, Shouting::answer);
        Flow flow = Hvsock.connect(server.localAddress())) {
      assertEquals("HELLO", Shouting.ask(flow, "hello"));
    }
  }

  @Test
  void asksWhoeverListens(@Loopback(over = Medium.UNIX) Listener listener) throws IOException {
    try (Flow flow = Hvsock.connect(listener.localAddress());
        Flow accepted = listener.accept()) {
      accepted.write(UTF_8.encode("HELLO"));
      accepted.shutdownOutput();
      assertEquals("HELLO", Shouting.ask(flow, "hello"));
    }
  }

  @RepeatedTest(20)
  void shoutsWhateverATransportMayDo(RepetitionInfo run, @Loopback Address address)
      throws IOException {
    FaultScript script = FaultScript.seeded(run.getCurrentRepetition()).shortReads(3);
    try (Server server =
            Hvsock.serve(address, flow -> Shouting.answer(FaultyFlow.over(flow, script)));
        Flow flow = Hvsock.connect(server.localAddress())) {
      assertEquals("HELLO", Shouting.ask(FaultyFlow.over(flow, script), "hello"), script::toString);
    }
  }

  @Test
  void takesNoPartForTheWhole(@Connected FlowPair pair) throws IOException {
    Flow flow = FaultyFlow.over(pair.first(), FaultScript.none().resetAfterReading(3));
    pair.second().write(UTF_8.encode("HELLO"));
    pair.second().shutdownOutput();
    assertThrows(FlowResetException.class, () -> Shouting.ask(flow, "hello"));
  }

  @Test
  void doesNotWaitForEver(@Connected FlowPair pair) {
    Flow flow =
        FaultyFlow.over(pair.first(), FaultScript.none().stallAfterReading(0, Flow.FOREVER));
    flow.readTimeout(Duration.ofMillis(100));
    assertThrows(SocketTimeoutException.class, () -> Shouting.ask(flow, "hello"));
  }
}
