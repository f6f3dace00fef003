package dev.hvsock.cli;

import dev.hvsock.TransportUnavailableException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the process tells whoever started it. */
enum ExitCode {
  DONE(0, "done"),
  FAILED(1, "failed midway, or not all of it arrived"),
  USAGE(2, "the command line or an address in it is wrong"),
  IMPOSSIBLE(3, "not possible on this machine; see: hvsock doctor"),
  TIMED_OUT(4, "timed out"),
  NOBODY_LISTENING(5, "nobody listens there, or there is no such machine"),
  INTERRUPTED(130, "interrupted (143: terminated)");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /** The code of a command that ended with {@code failure}. */
  static ExitCode of(Throwable failure) {
    return switch (failure) {
      case TransportUnavailableException e -> IMPOSSIBLE;
      case SocketTimeoutException e -> TIMED_OUT;
      case ConnectException e -> NOBODY_LISTENING;
      case NoRouteToHostException e -> NOBODY_LISTENING;
      case UnknownHostException e -> NOBODY_LISTENING;
      case InterruptedIOException e -> INTERRUPTED;
      case InterruptedException e -> INTERRUPTED;
      case IllegalArgumentException e -> USAGE;
      default -> FAILED;
    };
  }

  /** Codes and meanings, as {@code --help} lists them. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode exit : values()) {
      meanings.put(Integer.toString(exit.code), exit.meaning);
    }
    return meanings;
  }
}
