package dev.hvsock;

import dev.hvsock.engine.Failures;
import dev.hvsock.linux.LinuxTransports;
import dev.hvsock.spi.Transport;
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
    return switch (address) {
      case VsockAddress vsock -> linux(operation, vsock, LinuxTransports::vsock);
      case HypervAddress hyperv ->
          throw Failures.unavailable(
              operation, hyperv, "AF_HYPERV is only on Windows", "vsock://host:5000, from a guest");
      case UnixAddress unix -> linux(operation, unix, LinuxTransports::unix);
      case TcpAddress tcp -> linux(operation, tcp, LinuxTransports::tcp);
      case MemoryAddress memory -> provided(operation, memory);
    };
  }

  private static Transport linux(String operation, Address address, Supplier<Transport> transport)
      throws IOException {
    Optional<String> obstacle = LinuxTransports.obstacle();
    if (obstacle.isPresent()) {
      throw new TransportUnavailableException(Failures.message(operation, address, obstacle.get()));
    }
    return transport.get();
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
                    "Flows.pair(), or a module that provides " + Transport.class.getName()));
  }

  static List<TransportStatus> status() {
    Optional<String> obstacle = LinuxTransports.obstacle();
    if (obstacle.isPresent()) {
      return Stream.of("vsock", "unix", "tcp")
          .map(name -> new TransportStatus(name, obstacle))
          .toList();
    }
    return Stream.of(LinuxTransports.vsock(), LinuxTransports.unix(), LinuxTransports.tcp())
        .flatMap(transport -> transport.status().stream())
        .toList();
  }

  static long localCid() throws IOException {
    of("local CID", VsockAddress.any(VsockAddress.ANY_PORT));
    return LinuxTransports.localCid();
  }
}
