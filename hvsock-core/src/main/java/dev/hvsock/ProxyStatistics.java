package dev.hvsock;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@link Flows#proxy} did.
 *
 * @param fromFirst the direction from the first flow to the second
 * @param fromSecond the direction from the second flow to the first
 * @param endedFirst the flow whose direction ended before the other's
 */
public record ProxyStatistics(Leg fromFirst, Leg fromSecond, End endedFirst) {

  /** One of the two flows. */
  public enum End {
    /** The first one. */
    FIRST,
    /** The second one. */
    SECOND
  }

  /**
   * One direction.
   *
   * @param copied what reached the sink, also if the direction failed then
   * @param failure why it ended before end-of-stream; empty if it did not
   */
  public record Leg(CopyStatistics copied, Optional<Failure> failure) {}

  /**
   * Why a direction ended.
   *
   * @param end the flow that failed
   * @param cause what it failed with
   */
  public record Failure(End end, IOException cause) {}

  /** Whether both directions came to end-of-stream. */
  public boolean isComplete() {
    return failures().findAny().isEmpty();
  }

  /** The failures, that of the first direction first. */
  public Stream<Failure> failures() {
    return Stream.of(fromFirst, fromSecond).flatMap(leg -> leg.failure().stream());
  }
}
