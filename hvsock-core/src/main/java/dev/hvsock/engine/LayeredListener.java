package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Listener;
import java.io.IOException;
import java.time.Duration;

/** A listener that makes something else of the flows that another one accepts, which is its own. */
public final class LayeredListener implements Listener {
  private final Listener below;
  private final Address local;
  private final Layer layer;

  /** Takes over the listener below. */
  public LayeredListener(Listener below, Address local, Layer layer) {
    this.below = below;
    this.local = local;
    this.layer = layer;
  }

  /** What is made of a flow. */
  public interface Layer {
    /** Takes over {@code accepted}, also if this fails. */
    Flow over(Flow accepted) throws IOException;
  }

  @Override
  public Flow accept() throws IOException {
    Flow accepted;
    try {
      accepted = below.accept();
    } catch (IOException e) {
      throw Failures.at(e, below.localAddress(), local);
    }
    return layer.over(accepted);
  }

  @Override
  public Address localAddress() {
    return local;
  }

  @Override
  public Duration acceptTimeout() {
    return below.acceptTimeout();
  }

  @Override
  public void acceptTimeout(Duration timeout) {
    below.acceptTimeout(timeout);
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }

  @Override
  public void close() throws IOException {
    below.close();
  }

  @Override
  public String toString() {
    return local.toString();
  }
}
