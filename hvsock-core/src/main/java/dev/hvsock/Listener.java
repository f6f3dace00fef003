package dev.hvsock;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Accepts flows at an address.
 *
 * <p>Any thread may call any method; threads that accept at once take turns. Whoever obtains a
 * listener closes it; the flows that it accepted live on.
 */
public interface Listener extends Closeable {

  /**
   * Waits for a peer and returns the flow to it, which the caller owns and closes.
   *
   * @throws java.net.SocketTimeoutException if none came within the accept timeout; the listener
   *     stays usable
   * @throws java.nio.channels.AsynchronousCloseException if another thread closed the listener
   *     meanwhile
   * @throws FlowClosedException if the listener was closed before
   * @throws java.io.InterruptedIOException if the thread is interrupted; its interrupt status is
   *     kept
   */
  Flow accept() throws IOException;

  /** Where this listener listens, with the port that the system chose if it was asked to. */
  Address localAddress();

  /** How long one accept may wait. */
  Duration acceptTimeout();

  /**
   * Limits how long one accept may wait; {@link Flow#FOREVER} for no limit. An accept that is
   * blocked now counts anew.
   */
  void acceptTimeout(Duration timeout);

  /** Whether it has not been closed. */
  boolean isOpen();

  /**
   * Stops listening, wakes threads that are blocked in {@link #accept}, and removes the path of a
   * unix listener. Idempotent.
   */
  @Override
  void close() throws IOException;
}
