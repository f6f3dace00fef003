package dev.hvsock;

import dev.hvsock.channel.ChannelTransports;
import dev.hvsock.engine.Failures;
import dev.hvsock.framed.FramedTransport;
import dev.hvsock.hybrid.HybridTransport;
import dev.hvsock.linux.LinuxTransports;
import dev.hvsock.spi.Transport;
import dev.hvsock.windows.WindowsTransports;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Which transport takes which address on this machine: the one place that knows the platforms. */
final class Transports {
  private Transports() {}

  static Transport of(String operation, Address address) throws IOException {
    boolean windows = WindowsTransports.isHere();
    return switch (address) {
      case MemoryAddress memory -> provided(operation, memory);
      case FramedAddress framed -> framed(operation, framed);
      case VsockAddress vsock ->
          ofSystem(operation, vsock, windows ? WindowsTransports::vsock : LinuxTransports::vsock);
      case HypervAddress hyperv -> ofWindows(operation, hyperv);
      case UnixAddress unix -> unix(operation, unix);
      case HybridAddress hybrid -> new HybridTransport(unix(operation, hybrid));
      case TcpAddress tcp ->
          ofSystem(operation, tcp, windows ? WindowsTransports::tcp : LinuxTransports::tcp);
    };
  }

  private static Transport unix(String operation, Address address) throws IOException {
    return WindowsTransports.isHere()
        ? ChannelTransports.unix()
        : ofSystem(operation, address, LinuxTransports::unix);
  }

  private static Transport framed(String operation, FramedAddress address) throws IOException {
    try {
      return new FramedTransport(of(operation, address.inner()));
    } catch (TransportUnavailableException e) {
      throw Failures.at(e, address.inner(), address);
    }
  }

  private static Transport ofWindows(String operation, HypervAddress address) throws IOException {
    if (!WindowsTransports.isHere()) {
      throw Failures.unavailable(
          operation, address, "AF_HYPERV is only on Windows", "vsock://host:5000, from a guest");
    }
    return ofSystem(operation, address, WindowsTransports::hyperv);
  }

  private static Transport ofSystem(
      String operation, Address address, Supplier<Transport> transport) throws IOException {
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      throw new TransportUnavailableException(Failures.message(operation, address, obstacle.get()));
    }
    return transport.get();
  }

  private static Optional<String> obstacle() {
    return WindowsTransports.isHere() ? WindowsTransports.obstacle() : LinuxTransports.obstacle();
  }

  private static Transport provided(String operation, Address address) throws IOException {
    return ServiceLoader.load(Transport.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(transport -> transport.scheme().equals(address.scheme()))
        .findFirst()
        .orElseThrow(
            () ->
                Failures.unavailable(
                    operation,
                    address,
                    "no in-memory network is on the class path",
                    "dev.hvsock:hvsock-test on it, or Flows.pair()"));
  }

  static List<TransportStatus> status() {
    boolean windows = WindowsTransports.isHere();
    Stream<Supplier<Transport>> system =
        windows
            ? Stream.of(WindowsTransports::hyperv, WindowsTransports::vsock, WindowsTransports::tcp)
            : Stream.of(LinuxTransports::vsock, LinuxTransports::unix, LinuxTransports::tcp);
    Optional<String> obstacle = obstacle();
    Stream<TransportStatus> found =
        obstacle.isPresent()
            ? Stream.of(windows ? "hyperv" : "unix", "vsock", "tcp")
                .map(name -> new TransportStatus(name, obstacle))
            : system.flatMap(transport -> transport.get().status().stream());
    return windows
        ? Stream.concat(found, ChannelTransports.unix().status().stream()).toList()
        : found.toList();
  }

  static long localCid() throws IOException {
    VsockAddress here = VsockAddress.any(VsockAddress.ANY_PORT);
    of("local CID", here);
    if (WindowsTransports.isHere()) {
      throw Failures.unavailable(
          "local CID", here, "on Windows a VM has an id instead of a CID", "hvsock vms");
    }
    return LinuxTransports.localCid();
  }
}
