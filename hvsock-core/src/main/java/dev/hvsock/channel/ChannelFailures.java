package dev.hvsock.channel;

import static dev.hvsock.engine.Failures.message;

import dev.hvsock.Address;
import dev.hvsock.FlowResetException;
import dev.hvsock.TransportUnavailableException;
import dev.hvsock.UnixAddress;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What an exception of the JDK's means to the user of an operation, and what to do about it.
 *
 * <p>The JDK tells most errors apart by words alone. On Windows those for connecting and binding
 * are the JDK's, in English, and those for moving bytes the system's, in its language, but for a
 * reset. So this looks at the file system too, where somebody may have changed things meanwhile,
 * and takes any failure to move bytes for the end of the connection.
 */
final class ChannelFailures {
  /** Why there are no unix sockets here, and what to try. */
  static final String UNSUPPORTED =
      "this system has no unix sockets (EAFNOSUPPORT); try: Windows 10 build 17063 or later, or a tcp:// address";

  private ChannelFailures() {}

  /** The system has no AF_UNIX. */
  static TransportUnavailableException unsupported(String operation, Address address) {
    return new TransportUnavailableException(message(operation, address, UNSUPPORTED));
  }

  /** A path that the file names of this system, or of this locale, cannot hold. */
  static SocketException inexpressible(String operation, Address address, InvalidPathException e) {
    String message =
        message(
            operation,
            address,
            "a path that this system cannot express: " + e.getReason(),
            "a path in ASCII, without < > : \" | ? *");
    return because(
        e, operation.equals("listen") ? new BindException(message) : new SocketException(message));
  }

  /** The failure of moving bytes. */
  static IOException transfer(String operation, Address address, IOException e) {
    if (says(e, "Broken pipe")) {
      return Failures.peerReadsNoMore(operation, address);
    }
    if (says(e, "Connection reset")) {
      return Failures.reset(operation, address);
    }
    String reason = "the connection is lost: " + words(e);
    return because(e, new FlowResetException(message(operation, address, reason)));
  }

  /** Whether connecting failed because a backlog has no room just now; Windows refuses then. */
  static boolean isBusy(IOException e) {
    return says(e, "temporarily unavailable");
  }

  /** The failure of connecting. */
  static IOException connect(Address address, Path path, IOException e) {
    if (says(e, "too long")) {
      return because(e, new SocketException(tooLong("connect", address)));
    }
    if (says(e, "timed out")) {
      return new SocketTimeoutException(
          message("connect", address, "no answer in time (ETIMEDOUT)", "a longer timeout"));
    }
    if (says(e, "Permission denied")) {
      return new SocketException(
          message(
              "connect",
              address,
              "permission denied (EACCES)",
              "as the user who may use that socket"));
    }
    if (says(e, "No such file") || !exists(path)) {
      return Failures.noSuchPath(address);
    }
    if (e instanceof ConnectException) {
      return Failures.nobodyListens(address, "ECONNREFUSED");
    }
    return general("connect", address, "the socket there does not take it", e);
  }

  /** The failure of binding or listening. */
  static IOException listen(Address address, Path path, IOException e) {
    if (says(e, "too long")) {
      return because(e, new BindException(tooLong("listen", address)));
    }
    if (says(e, "already in use") || exists(path)) {
      return Failures.pathExists((UnixAddress) address, "del");
    }
    if (says(e, "No such file") || !Files.isDirectory(path.toAbsolutePath().resolveSibling(""))) {
      return new BindException(
          message("listen", address, "the folder does not exist (ENOENT)", "a folder that exists"));
    }
    if (says(e, "Permission denied")) {
      return new BindException(
          message(
              "listen", address, "permission denied (EACCES)", "a folder that you may write to"));
    }
    return general("listen", address, "the socket cannot be bound", e);
  }

  private static String tooLong(String operation, Address address) {
    return message(
        operation,
        address,
        "the path is too long for this system (ENAMETOOLONG)",
        "a shorter or a relative path");
  }

  /** A failure of which nothing is known but what the JDK or the system says. */
  static SocketException general(String operation, Address address, String reason, Exception e) {
    return because(e, new SocketException(message(operation, address, reason + ": " + words(e))));
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean says(IOException e, String words) {
    return words(e).contains(words);
  }

  private static String words(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static <X extends IOException> X because(Exception cause, X failure) {
    failure.initCause(cause);
    return failure;
  }
}
