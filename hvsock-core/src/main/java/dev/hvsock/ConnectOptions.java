package dev.hvsock;

import java.time.Duration;

/** What {@link Hvsock#connect(Address, java.util.function.Consumer)} is set up with. */
public final class ConnectOptions extends FlowOptions<ConnectOptions> {
  private Duration timeout = Duration.ofSeconds(10);
  private Duration retryFor = Duration.ZERO;
  private Duration handshakeTimeout = Duration.ofSeconds(2);

  /** The options as they are unless set. */
  public ConnectOptions() {}

  @Override
  ConnectOptions self() {
    return this;
  }

  /**
   * How long one attempt may take; 10 s unless set, {@link Flow#FOREVER} for as long as the system
   * tries.
   */
  public ConnectOptions timeout(Duration limit) {
    timeout = limit;
    return this;
  }

  /**
   * For how long to try again, in all, when nobody listens yet or the other machine is not there
   * yet; zero, which means one attempt, unless set. No attempt lasts beyond it. The pauses between
   * attempts grow from 10 ms to 500 ms.
   */
  public ConnectOptions retryFor(Duration limit) {
    retryFor = limit;
    return this;
  }

  /**
   * How long the monitor of a virtual machine may take to answer, once it is connected to, where
   * that is how the address is reached ({@link HybridAddress}; elsewhere it has no effect); 2 s
   * unless set. It is part of what {@link #timeout(Duration)} allows an attempt, which may end it
   * sooner.
   */
  public ConnectOptions handshakeTimeout(Duration limit) {
    handshakeTimeout = limit;
    return this;
  }

  /** The value set by {@link #timeout(Duration)}. */
  public Duration timeout() {
    return timeout;
  }

  /** The value set by {@link #retryFor(Duration)}. */
  public Duration retryFor() {
    return retryFor;
  }

  /** The value set by {@link #handshakeTimeout(Duration)}. */
  public Duration handshakeTimeout() {
    return handshakeTimeout;
  }
}
