package dev.hvsock.tls;

import dev.hvsock.Flow;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.engine.DuplexFlow;
import java.io.IOException;
import java.time.Duration;

/** A flow of the engine's kind that stands for one of another kind, which threads join it to. */
final class Bridge {
  /** For what is on its way to a flow that is closed. */
  private static final Duration LAST_BYTES = Duration.ofSeconds(2);

  private final DuplexFlow near;
  private final Flow far;
  private final Flow flow;
  private final Thread sending;
  // From then on, it is this end that a thread is disturbed by.
  private volatile boolean closing;

  /** Takes the flow over. */
  Bridge(Flow flow) {
    FlowPair pair = Flows.pair();
    this.near = (DuplexFlow) pair.first();
    this.far = pair.second();
    this.flow = flow;
    near.rename(flow.localAddress(), flow.remoteAddress());
    near.readTimeout(flow.readTimeout());
    near.writeTimeout(flow.writeTimeout());
    flow.readTimeout(Flow.FOREVER); // its limits are those of the near end now
    flow.writeTimeout(Flow.FOREVER);
    this.sending = start(() -> carry(far, flow));
    start(() -> carry(flow, far));
  }

  private static Thread start(Runnable work) {
    return Thread.ofVirtual().name("hvsock-tls-bridge").start(work);
  }

  /** The flow that stands for it. */
  DuplexFlow near() {
    return near;
  }

  /** Ends what an end ends, and no more: a failure is one of both flows and both directions. */
  private void carry(Flow source, Flow sink) {
    try {
      Flows.copy(source, sink);
      sink.shutdownOutput();
    } catch (FlowClosedException e) {
      endInput(source);
    } catch (IOException e) {
      if (!closing) {
        abort();
      }
    }
  }

  /** What the sink takes no more, the source need not send. */
  private static void endInput(Flow source) {
    try {
      source.shutdownInput();
    } catch (IOException e) {
      source.abort();
    }
  }

  /** Closes the flow, now that the near end is; waits until what was sent has got that far. */
  void close() {
    try {
      sending.join(LAST_BYTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closing = true;
    start(this::closeFlow); // which may wait for its peer
  }

  /** Ends the flow now; a thread that waits in it would not hear of it otherwise. */
  void abort() {
    far.abort();
    flow.abort();
  }

  private void closeFlow() {
    try {
      flow.close();
    } catch (IOException e) {
      flow.abort();
    }
  }
}
