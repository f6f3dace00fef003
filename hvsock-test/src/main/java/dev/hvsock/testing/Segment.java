package dev.hvsock.testing;

import dev.hvsock.MemoryAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One thing that has arrived at the other end of a connection in a {@link VirtualNetwork}. Two of
 * them are equal if they tell the same.
 *
 * @param time when it arrived, since the network began
 * @param from who sent it
 * @param to where it arrived
 * @param kind what it means
 * @param payload the bytes that it carries, none unless it is {@link Kind#DATA}; read-only
 */
public record Segment(
    Duration time, MemoryAddress from, MemoryAddress to, Kind kind, ByteBuffer payload) {

  /** What a segment means. */
  public enum Kind {
    /** Somebody wants to connect. */
    CONNECT,
    /** A listener takes the connection. */
    ACCEPT,
    /** Nobody listens there. */
    REFUSE,
    /** Bytes of the stream. */
    DATA,
    /** The sender writes no more. */
    SHUTDOWN_OUTPUT,
    /** The sender reads no more. */
    SHUTDOWN_INPUT,
    /** The sender is gone. */
    RESET,
    /** The sender has heard nothing for long, and asks whether anybody is there. */
    PROBE,
    /** The answer to that. */
    ANSWER
  }

  /** A view of the bytes, with a position of its own. */
  @Override
  public ByteBuffer payload() {
    return payload.asReadOnlyBuffer();
  }
}
