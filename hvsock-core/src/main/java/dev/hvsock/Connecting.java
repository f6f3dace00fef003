package dev.hvsock;

import dev.hvsock.engine.Failures;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One connect, which tries again for as long as its options say. */
final class Connecting {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration MAX_PAUSE = Duration.ofMillis(500);

  /** What the attempt at the very end of the limit may take beyond it. */
  private static final Duration LAST_ATTEMPT = Duration.ofMillis(20);

  private final Transport transport;
  private final Address address;
  private final ConnectOptions options;
  private final Duration limit;
  private final Duration attempt;
  private final long start = System.nanoTime();

  Connecting(Transport transport, Address address, ConnectOptions options) {
    this.transport = transport;
    this.address = address;
    this.options = options;
    this.limit = options.retryFor();
    this.attempt = options.timeout();
  }

  Flow run() throws IOException {
    Duration pause = FIRST_PAUSE;
    Optional<IOException> telling = Optional.empty();
    while (true) {
      if (limit.isPositive()) {
        options.timeout(min(attempt, max(left(), LAST_ATTEMPT)));
      }
      try {
        return transport.connect(address, options);
      } catch (ConnectException | NoRouteToHostException e) {
        telling = Optional.of(e);
      } catch (SocketTimeoutException e) {
        telling = isCutShort() ? telling.or(() -> Optional.of(e)) : Optional.of(e);
      }
      if (!left().isPositive()) {
        throw telling.get();
      }
      sleep(min(pause, left()));
      pause = min(pause.multipliedBy(2), MAX_PAUSE);
    }
  }

  /** Whether an attempt has less time than it should, so that its end says nothing of the peer. */
  private boolean isCutShort() {
    return options.timeout().compareTo(attempt) < 0;
  }

  private Duration left() {
    Duration passed = Duration.ofNanos(System.nanoTime() - start);
    return limit.minus(passed);
  }

  private void sleep(Duration pause) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos()); // not at all if it is negative
    } catch (InterruptedException e) {
      throw Failures.interrupted("connect", address, 0);
    }
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
