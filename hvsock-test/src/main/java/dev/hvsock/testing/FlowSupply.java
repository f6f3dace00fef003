package dev.hvsock.testing;

import dev.hvsock.FlowPair;
import java.io.IOException;
import java.time.Duration;

/** Where the cases of a contract get their flows from, and what these flows can tell. */
public interface FlowSupply {

  /** Makes two new flows that are the ends of one stream. The case that asks for them ends them. */
  FlowPair connectedPair() throws IOException;

  /**
   * Whether the other end of an aborted flow always sees {@link dev.hvsock.FlowResetException}.
   * Where not, it may see end-of-stream instead.
   */
  default boolean tellsReset() {
    return true;
  }

  /** Whether writing fails when the other end has shut its input down. */
  default boolean tellsInputShutdown() {
    return true;
  }

  /**
   * Whether one who reads the end that closing is says so to the other end, which does not wait any
   * longer then, and takes no more. Where not, it takes and discards what comes until it has waited
   * long enough.
   */
  default boolean answersClose() {
    return false;
  }

  /**
   * Whether a read may give less than has arrived, though there is room for it, as a {@link
   * FaultyFlow} does.
   */
  default boolean readsLess() {
    return false;
  }

  /** How long closing one of the flows waits for the other end. */
  default Duration closeTimeout() {
    return Duration.ofSeconds(2);
  }
}
