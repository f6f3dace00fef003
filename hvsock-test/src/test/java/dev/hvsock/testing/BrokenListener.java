package dev.hvsock.testing;

import dev.hvsock.Address;
import dev.hvsock.Flow;
import dev.hvsock.Listener;
import java.io.IOException;
import java.time.Duration;

/** A listener with a fault. */
record BrokenListener(Listener listener, ListenerFault fault) implements Listener {

  @Override
  public Flow accept() throws IOException {
    return fault.accept(listener);
  }

  @Override
  public Address localAddress() {
    return fault.localAddress(listener);
  }

  @Override
  public Duration acceptTimeout() {
    return listener.acceptTimeout();
  }

  @Override
  public void acceptTimeout(Duration timeout) {
    fault.acceptTimeout(listener, timeout);
  }

  @Override
  public boolean isOpen() {
    return listener.isOpen();
  }

  @Override
  public void close() throws IOException {
    fault.close(listener);
  }
}
