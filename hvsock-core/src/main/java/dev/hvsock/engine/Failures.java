package dev.hvsock.engine;

import dev.hvsock.Address;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.TransportUnavailableException;
import dev.hvsock.UnixAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.util.Optional;

/**
 * The failures that every platform has, and the wording of all: {@code OPERATION ADDRESS: REASON;
 * try: REMEDY}.
 */
public final class Failures {
  /** What to do where nobody listens. */
  public static final String LISTEN_FIRST =
      "a listener there first, or waiting for one (--retry, retryFor)";

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

  /**
   * There is nobody to connect to.
   *
   * @param error the system's name of it
   */
  public static ConnectException nobodyListens(Address address, String error) {
    return new ConnectException(
        message("connect", address, "nobody listens there (" + error + ")", LISTEN_FIRST));
  }

  /** There is nothing at the path of a unix address. */
  public static ConnectException noSuchPath(Address address) {
    return new ConnectException(
        message(
            "connect", address, "no such path, so nobody listens there (ENOENT)", LISTEN_FIRST));
  }

  /**
   * There is something at the path of a unix address already.
   *
   * @param remover the system's command that removes a file
   */
  public static BindException pathExists(UnixAddress address, String remover) {
    return new BindException(
        message(
            "listen",
            address,
            "the path exists already (EADDRINUSE)",
            remover + " " + address.name() + ", if no program listens there"));
  }

  /** A unix address that was to be connected to or listened at is that of an end without a name. */
  public static IllegalArgumentException pathMissing(String operation, UnixAddress address) {
    return new IllegalArgumentException(
        message(operation, address, "the path is missing", "unix:/run/service.sock"));
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

  /**
   * What has failed at {@code below}, told as the failure of {@code above}, which stands on it and
   * is what the user knows.
   */
  public static IOException at(IOException e, Address below, Address above) {
    String message = String.valueOf(e.getMessage());
    int address = message.indexOf(" " + below + ": ") + 1;
    if (address == 0) {
      return e;
    }
    String rest = message.substring(address + below.toString().length());
    Optional<IOException> told = alike(e, message.substring(0, address) + above + rest);
    told.ifPresent(failure -> failure.initCause(e));
    return told.orElse(e);
  }

  private static Optional<IOException> alike(IOException e, String message) {
    return Optional.ofNullable(
        switch (e) {
          case FlowClosedException closed -> new FlowClosedException(message);
          case AsynchronousCloseException closed -> new ClosedMeanwhile(message);
          case FlowResetException reset -> new FlowResetException(message);
          case TransportUnavailableException unavailable ->
              new TransportUnavailableException(message);
          case BindException bind -> new BindException(message);
          case ConnectException connect -> new ConnectException(message);
          case NoRouteToHostException route -> new NoRouteToHostException(message);
          case SocketException other -> new SocketException(message);
          case SocketTimeoutException timeout -> new SocketTimeoutException(message);
          case InterruptedIOException interrupted -> new InterruptedIOException(message);
          case UnknownHostException host -> new UnknownHostException(message);
          default -> null;
        });
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
