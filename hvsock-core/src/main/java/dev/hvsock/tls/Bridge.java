package dev.hvsock.tls;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.ProxyStatistics;
import dev.hvsock.engine.DuplexFlow;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A flow of the engine's kind in place of one that may be of any kind.
 *
 * @param end the flow itself, or one that a thread of its own joins it to
 * @param joining that thread
 */
record Bridge(DuplexFlow end, Optional<Thread> joining) {
  /** For what is on its way to a flow that is closed. */
  private static final Duration LAST_BYTES = Duration.ofSeconds(2);

  /** Takes the flow over. */
  static Bridge to(Flow flow) {
    return flow instanceof DuplexFlow end
        ? new Bridge(end, Optional.empty())
        : joined(flow, Flows.pair());
  }

  private static Bridge joined(Flow flow, FlowPair pair) {
    DuplexFlow near = (DuplexFlow) pair.first();
    near.rename(flow.localAddress(), flow.remoteAddress());
    near.readTimeout(flow.readTimeout());
    near.writeTimeout(flow.writeTimeout());
    flow.readTimeout(Flow.FOREVER); // its limits are those of the end that is used now
    flow.writeTimeout(Flow.FOREVER);
    Thread thread =
        Thread.ofVirtual().name("hvsock-tls-bridge").start(() -> join(pair.second(), flow));
    return new Bridge(near, Optional.of(thread));
  }

  private static void join(Flow far, Flow flow) {
    try {
      ProxyStatistics moved = Flows.proxy(far, flow);
      if (moved.isComplete()) {
        flow.close();
        far.close();
      }
    } catch (IOException e) {
      System.getLogger("dev.hvsock").log(System.Logger.Level.DEBUG, "joining " + flow, e);
    } finally {
      flow.abort();
      far.abort();
    }
  }

  /** Waits until what was sent has got through, and the flow is closed; not for ever. */
  void awaitEnd() {
    try {
      if (joining.isPresent()) {
        joining.get().join(LAST_BYTES);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
