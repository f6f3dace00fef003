package dev.hvsock;

import java.time.Duration;

/**
 * When to probe an idle peer, and when to give it up, as {@code tcp(7)} describes.
 *
 * @param idle how long nothing arrives until the first probe (TCP_KEEPIDLE), 1 to 32767 whole
 *     seconds
 * @param interval from one probe to the next (TCP_KEEPINTVL), 1 to 32767 whole seconds
 * @param probes how many go unanswered until the flow fails as reset (TCP_KEEPCNT), 1 to 127
 */
public record KeepAlive(Duration idle, Duration interval, int probes) {
  /** Checks the ranges, which are the kernel's. */
  public KeepAlive {
    seconds("idle", idle);
    seconds("interval", interval);
    if (probes < 1 || probes > 127) {
      throw new IllegalArgumentException("keep-alive probes " + probes + " are not in 1 to 127");
    }
  }

  private static void seconds(String what, Duration value) {
    long seconds = value.toSeconds();
    if (seconds < 1 || seconds > 32767 || !value.equals(Duration.ofSeconds(seconds))) {
      throw new IllegalArgumentException(
          "keep-alive " + what + " " + value + " is not a whole number of seconds in 1 to 32767");
    }
  }
}
