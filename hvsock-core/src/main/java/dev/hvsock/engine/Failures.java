package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.TransportUnavailableException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;

/**
 * The failures that every platform has, and the wording of all: {@code OPERATION ADDRESS: REASON;
 * try: REMEDY}.
 */
public final class Failures {
  private Failures() {}

  /** The message of a failure for which there is no remedy. */
  public static String message(String operation, Address address, String reason) {
    return operation + " " + address + ": " + reason;
  }

  /** The message of a failure and what to do next. */
  public static String message(String operation, Address address, String reason, String remedy) {
    return message(operation, address, reason) + "; try: " + remedy;
  }

  /** The endpoint was closed before the operation. */
  public static FlowClosedException closed(String operation, Address address) {
    return new FlowClosedException(message(operation, address, "it is closed"));
  }

  /** The output was shut down at this end. */
  public static FlowClosedException outputShutDown(String operation, Address address) {
    return new FlowClosedException(message(operation, address, "the output is shut down"));
  }

  /** The peer will read no more. */
  public static FlowClosedException peerReadsNoMore(String operation, Address address) {
    return new FlowClosedException(message(operation, address, "the peer reads no more (EPIPE)"));
  }

  /** The peer is gone. */
  public static FlowResetException reset(String operation, Address address) {
    return new FlowResetException(message(operation, address, "the peer is gone (ECONNRESET)"));
  }

  /** The endpoint was closed during the operation. */
  public static AsynchronousCloseException closedMeanwhile(String operation, Address address) {
    return new ClosedMeanwhile(message(operation, address, "another thread closed it"));
  }

  /** The operation took too long, having moved {@code moved} bytes. */
  public static SocketTimeoutException timedOut(
      String operation, Address address, long nanos, long moved) {
    SocketTimeoutException e =
        new SocketTimeoutException(
            message(
                operation,
                address,
                "timed out after " + Math.max(0, nanos / 1_000_000) + " ms (ETIMEDOUT)"));
    e.bytesTransferred = (int) Math.min(moved, Integer.MAX_VALUE);
    return e;
  }

  /**
   * The thread was interrupted, the operation having moved {@code moved} bytes; sets the interrupt
   * status.
   */
  public static InterruptedIOException interrupted(String operation, Address address, long moved) {
    Thread.currentThread().interrupt();
    InterruptedIOException e =
        new InterruptedIOException(message(operation, address, "interrupted (EINTR)"));
    e.bytesTransferred = (int) Math.min(moved, Integer.MAX_VALUE);
    return e;
  }

  /** This machine cannot do it. */
  public static TransportUnavailableException unavailable(
      String operation, Address address, String reason, String remedy) {
    return new TransportUnavailableException(message(operation, address, reason, remedy));
  }

  /** The JDK's class has no constructor that takes a message. */
  private static final class ClosedMeanwhile extends AsynchronousCloseException {
    private static final long serialVersionUID = 1;

    private final String message;

    ClosedMeanwhile(String message) {
      this.message = message;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }
}
