package dev.hvsock.framed;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.FramedAddress;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.time.Duration;

/** Accepts flows that speak the framing. */
final class FramedListener implements Listener {
  private final Listener below;
  private final ListenOptions options;
  private final Address local;

  /** Takes over the listener below. */
  FramedListener(Listener below, ListenOptions options) {
    this.below = below;
    this.options = options;
    this.local = new FramedAddress(below.localAddress());
  }

  @Override
  public Flow accept() throws IOException {
    Flow accepted;
    try {
      accepted = below.accept();
    } catch (IOException e) {
      throw Failures.at(e, below.localAddress(), local);
    }
    return FramedTransport.framed(accepted, options, "accept", local);
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
