package dev.hvsock;

import java.time.Duration;

/** What {@link Hvsock#connect(Address, java.util.function.Consumer)} is set up with. */
public final class ConnectOptions extends FlowOptions<ConnectOptions> {
  private Duration timeout = Duration.ofSeconds(10);
  private Duration retryFor = Duration.ZERO;

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

  /** The value set by {@link #timeout(Duration)}. */
  public Duration timeout() {
    return timeout;
  }

  /** The value set by {@link #retryFor(Duration)}. */
  public Duration retryFor() {
    return retryFor;
  }
}
