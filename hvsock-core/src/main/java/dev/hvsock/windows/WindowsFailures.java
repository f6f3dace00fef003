package dev.hvsock.windows;

import static dev.hvsock.engine.Failures.message;
import static dev.hvsock.engine.Failures.unavailable;

import dev.hvsock.Address;
import dev.hvsock.FlowClosedException;
import dev.hvsock.FlowResetException;
import dev.hvsock.HypervAddress;
import dev.hvsock.TcpAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** What an error number of Winsock means to the user of an operation, and what to do about it. */
final class WindowsFailures {
  private static final String LISTEN_FIRST =
      "a listener there first, or waiting for one (--retry, retryFor)";

  private WindowsFailures() {}

  /** The failure of moving bytes. */
  static IOException transfer(String operation, Address address, int result) {
    return switch (WsaError.of(result)) {
      case WSAESHUTDOWN ->
          new FlowClosedException(
              message(operation, address, named("the peer reads no more", result)));
      case WSAECONNRESET,
          WSAECONNABORTED,
          WSAENETRESET,
          WSAETIMEDOUT,
          WSAENOTCONN,
          WSAENETDOWN,
          WSAENETUNREACH,
          WSAEHOSTUNREACH,
          WSAEDISCON,
          ERROR_NETNAME_DELETED,
          ERROR_SEM_TIMEOUT,
          ERROR_CONNECTION_ABORTED ->
          new FlowResetException(message(operation, address, named("the peer is gone", result)));
      default -> general(operation, address, result);
    };
  }

  /** The failure of connecting. */
  static IOException connect(Address address, long result) {
    String operation = "connect";
    return switch (WsaError.of(result)) {
      case WSAECONNREFUSED, ERROR_CONNECTION_REFUSED ->
          new ConnectException(
              message(operation, address, named("nobody listens there", result), refused(address)));
      case WSAECONNRESET, WSAECONNABORTED, ERROR_NETNAME_DELETED ->
          new FlowResetException(message(operation, address, named("the peer is gone", result)));
      case WSAETIMEDOUT, ERROR_SEM_TIMEOUT ->
          new SocketTimeoutException(
              message(
                  operation,
                  address,
                  named("no answer in time", result),
                  "a longer timeout, or whether the machine runs"));
      case WSAEADDRNOTAVAIL, WSAEHOSTUNREACH, WSAEHOSTDOWN, WSAENETUNREACH, WSAENETDOWN ->
          new NoRouteToHostException(
              message(operation, address, named("no way to that machine", result), route(address)));
      case WSAEACCES ->
          new SocketException(
              message(
                  operation,
                  address,
                  named("permission denied", result),
                  address instanceof TcpAddress
                      ? "another port, or the rules of the firewall"
                      : "as administrator, or as a member of 'Hyper-V Administrators'"));
      default -> general(operation, address, result);
    };
  }

  private static String refused(Address address) {
    return isGuestToHost(address)
        ? LISTEN_FIRST + "; the host admits registered services only: hvsock service register"
        : LISTEN_FIRST;
  }

  private static boolean isGuestToHost(Address address) {
    return address instanceof HypervAddress hyperv && hyperv.vmId().equals(HypervAddress.PARENT);
  }

  private static String route(Address address) {
    return address instanceof TcpAddress
        ? "whether it runs and its name is right"
        : "whether the VM runs and its id is right (hvsock vms)";
  }

  /** The failure of binding or listening. */
  static IOException listen(Address address, long result) {
    String operation = "listen";
    return switch (WsaError.of(result)) {
      case WSAEADDRINUSE ->
          new BindException(
              message(
                  operation,
                  address,
                  named("somebody listens there already", result),
                  "another port or service id"));
      case WSAEADDRNOTAVAIL ->
          new BindException(
              message(
                  operation,
                  address,
                  named("not an address of this machine", result),
                  address instanceof TcpAddress tcp
                      ? "tcp://0.0.0.0:" + tcp.port()
                      : "wildcard, children, loopback or parent as the VM id"));
      case WSAEACCES ->
          new BindException(
              message(
                  operation,
                  address,
                  named("permission denied", result),
                  address instanceof TcpAddress
                      ? "another port: this one is somebody's, or reserved"
                      : "as administrator, or as a member of 'Hyper-V Administrators'"));
      default -> general(operation, address, result);
    };
  }

  /** The failure of anything else, and what the special cases leave over. */
  static IOException general(String operation, Address address, long result) {
    return switch (WsaError.of(result)) {
      case WSAEMFILE ->
          new SocketException(
              message(
                  operation,
                  address,
                  named("too many open sockets", result),
                  "fewer flows at once"));
      case WSAENOBUFS, ERROR_NO_SYSTEM_RESOURCES ->
          new SocketException(
              message(operation, address, named("Windows is out of memory", result)));
      case WSAEAFNOSUPPORT, WSAEPROTONOSUPPORT ->
          unavailable(
              operation,
              address,
              named("this Windows has no such sockets", result),
              address instanceof TcpAddress
                  ? "another kind of address"
                  : "Windows 10, Server 2016 or later, with Hyper-V or 'Virtual Machine Platform' turned on");
      default -> new SocketException(message(operation, address, named("Winsock failed", result)));
    };
  }

  private static String named(String reason, long result) {
    return reason + " (" + WsaError.name(result) + ")";
  }
}
