package dev.hvsock.testing;

import dev.hvsock.Flow;
import dev.hvsock.FlowPair;
import dev.hvsock.Flows;
import dev.hvsock.ProxyStatistics;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two clients, and a proxy between them that runs in a thread of its own. */
final class ForwardTask implements AutoCloseable {
  private final FlowPair left;
  private final FlowPair right;
  private final CompletableFuture<ProxyStatistics> statistics = new CompletableFuture<>();
  private final EngineTask proxy;

  private ForwardTask(FlowPair left, FlowPair right, EngineTask.Kind kind) {
    this.left = left;
    this.right = right;
    this.proxy = kind.start(() -> statistics.complete(Flows.proxy(first(), second())));
  }

  static ForwardTask start(ForwardTransport.Joint joint) throws IOException {
    return start(joint, EngineTask.Kind.VIRTUAL);
  }

  static ForwardTask start(ForwardTransport.Joint joint, EngineTask.Kind kind) throws IOException {
    return new ForwardTask(joint.left().connect(), joint.right().connect(), kind);
  }

  /** The client's end on the side of the first flow. */
  Flow client() {
    return left.first();
  }

  /** The client's end on the side of the second flow. */
  Flow server() {
    return right.second();
  }

  /** The flow of the proxy that leads to {@link #client}. */
  Flow first() {
    return left.second();
  }

  /** The flow of the proxy that leads to {@link #server}. */
  Flow second() {
    return right.first();
  }

  /** What the proxy did, when both directions have ended. */
  ProxyStatistics statistics() throws Exception {
    proxy.join();
    return statistics.get(0, TimeUnit.SECONDS);
  }

  /** The proxy's thread. */
  EngineTask proxy() {
    return proxy;
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}
