package dev.hvsock.testing;

import java.time.Duration;
import java.util.Optional;

/**
 * How one case of a contract ended.
 *
 * @param name the promise, with what it was tried with
 * @param failure what it failed with; empty if it passed or did not run
 * @param skipped why it did not run; empty if it ran
 * @param took how long it ran
 */
public record ContractCase(
    String name, Optional<Throwable> failure, Optional<String> skipped, Duration took) {

  /** Whether it ran and found nothing wrong. */
  public boolean hasPassed() {
    return failure.isEmpty() && skipped.isEmpty();
  }
}
