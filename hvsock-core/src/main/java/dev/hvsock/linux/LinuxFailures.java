package dev.hvsock.linux;

import static dev.hvsock.engine.Failures.message;
import static dev.hvsock.engine.Failures.unavailable;

import dev.hvsock.Address;
import dev.hvsock.FlowResetException;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import dev.hvsock.engine.Failures;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an error number means to the user of an operation, and what to do about it. */
final class LinuxFailures {
  private static final Path VHOST_VSOCK = Path.of("/dev/vhost-vsock");

  private LinuxFailures() {}

  /** The failure of moving bytes. */
  static IOException transfer(String operation, Address address, int result) {
    return switch (Errno.of(result)) {
      case EPIPE -> Failures.peerReadsNoMore(operation, address);
      case ECONNRESET -> Failures.reset(operation, address);
      case ETIMEDOUT, ENOTCONN, EHOSTUNREACH, ENETUNREACH, ENODEV ->
          new FlowResetException(message(operation, address, named("the peer is gone", result)));
      default -> general(operation, address, result);
    };
  }

  /** The failure of connecting. */
  static IOException connect(Address address, int result) {
    String operation = "connect";
    return switch (Errno.of(result)) {
      case ECONNRESET ->
          address instanceof VsockAddress
              ? nobodyListens(address, result) // which is how vsock says it
              : Failures.reset(operation, address);
      case ECONNREFUSED -> nobodyListens(address, result);
      case ENOENT -> Failures.noSuchPath(address);
      case ETIMEDOUT ->
          new SocketTimeoutException(
              message(
                  operation,
                  address,
                  named("no answer in time", result),
                  "a longer timeout, or whether the machine runs"));
      case EHOSTUNREACH, ENETUNREACH -> noRoute(address, result);
      case ENODEV, EADDRNOTAVAIL ->
          address instanceof VsockAddress vsock
              ? noVsockDevice(operation, vsock, result)
              : noRoute(address, result);
      case EPROTOTYPE ->
          new ConnectException(
              message(operation, address, named("the socket there is no stream socket", result)));
      case EACCES, EPERM ->
          new SocketException(
              message(
                  operation,
                  address,
                  named("permission denied", result),
                  "as the user who may use that socket"));
      default -> general(operation, address, result);
    };
  }

  private static IOException nobodyListens(Address address, int result) {
    return Failures.nobodyListens(address, Errno.name(result));
  }

  /** The failure of binding or listening. */
  static IOException listen(Address address, int result) {
    String operation = "listen";
    return switch (Errno.of(result)) {
      case EADDRINUSE ->
          address instanceof UnixAddress unix && !unix.isAbstract()
              ? Failures.pathExists(unix, "rm")
              : new BindException(
                  message(
                      operation,
                      address,
                      named("somebody listens there already", result),
                      "another port or name"));
      case EADDRNOTAVAIL ->
          address instanceof VsockAddress vsock
              ? foreignCid(vsock, result)
              : new BindException(
                  message(operation, address, named("not an address of this machine", result)));
      case EACCES, EPERM ->
          new BindException(
              message(
                  operation,
                  address,
                  named("permission denied", result),
                  address instanceof UnixAddress
                      ? "a folder that you may write to"
                      : "a port above 1023, or as root (CAP_NET_BIND_SERVICE)"));
      case ENOENT, ENOTDIR, EROFS ->
          new BindException(
              message(
                  operation,
                  address,
                  named("the folder does not exist or is read-only", result),
                  "a folder that exists"));
      default -> general(operation, address, result);
    };
  }

  /** The failure of anything else, and what the special cases leave over. */
  static IOException general(String operation, Address address, int result) {
    return switch (Errno.of(result)) {
      case EMFILE, ENFILE ->
          new SocketException(
              message(
                  operation,
                  address,
                  named("too many open descriptors", result),
                  "a higher 'ulimit -n'"));
      case ENOMEM, ENOBUFS ->
          new SocketException(
              message(operation, address, named("the kernel is out of memory", result)));
      case EAFNOSUPPORT ->
          unavailable(
              operation,
              address,
              named("this kernel has no such sockets", result),
              address instanceof VsockAddress ? "modprobe vsock" : "another kind of address");
      case EACCES, EPERM ->
          new SocketException(
              message(
                  operation,
                  address,
                  named("permission denied", result),
                  "as another user, or outside the container"));
      default ->
          new SocketException(message(operation, address, named("the system call failed", result)));
    };
  }

  /** There is no loopback transport, so CID 1 leads nowhere that is known to be safe. */
  static IOException noLoopback(String operation, Address address, int result) {
    return unavailable(
        operation,
        address,
        named("no vsock loopback on this machine", result),
        "modprobe vsock_loopback");
  }

  private static IOException foreignCid(VsockAddress address, int result) {
    return address.cid() == VsockAddress.LOCAL_CID
        ? noLoopback("listen", address, result)
        : new BindException(
            message(
                "listen",
                address,
                named("not a CID of this machine", result),
                "vsock://any:" + address.port()));
  }

  private static IOException noVsockDevice(String operation, VsockAddress address, int result) {
    if (address.cid() == VsockAddress.LOCAL_CID) {
      return noLoopback(operation, address, result);
    }
    if (address.cid() <= VsockAddress.HOST_CID) {
      return unavailable(
          operation,
          address,
          named("this machine has no vsock device to its host", result),
          "modprobe vmw_vsock_virtio_transport (on Hyper-V: hv_sock), and that the VM was started with a vsock device");
    }
    if (Files.exists(VHOST_VSOCK)) {
      return new NoRouteToHostException(
          message(
              operation,
              address,
              named("no running VM has this CID", result),
              "the CID that the VM was started with"));
    }
    return unavailable(
        operation, address, named("this machine is no vsock host", result), "modprobe vhost_vsock");
  }

  private static IOException noRoute(Address address, int result) {
    return new NoRouteToHostException(
        message(
            "connect",
            address,
            named("no way to that machine", result),
            "whether it runs and its name is right"));
  }

  private static String named(String reason, int result) {
    return reason + " (" + Errno.name(result) + ")";
  }
}
