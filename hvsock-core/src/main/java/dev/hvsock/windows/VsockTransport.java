package dev.hvsock.windows;

import dev.hvsock.Address;
import dev.hvsock.ConnectOptions;
import dev.hvsock.Flow;
import dev.hvsock.HypervAddress;
import dev.hvsock.ListenOptions;
import dev.hvsock.Listener;
import dev.hvsock.TransportStatus;
import dev.hvsock.VsockAddress;
import dev.hvsock.engine.Failures;
import dev.hvsock.spi.Transport;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/**
 * The addresses of AF_VSOCK that mean something on Windows, carried by AF_HYPERV: {@code host} is
 * the parent, {@code local} the loopback, {@code any} the wildcard; a port is its service id.
 */
final class VsockTransport implements Transport {
  /** Where ports that the system is to choose come from: above those that people choose. */
  private static final long FIRST_FREE_PORT = 0x4000_0000L;

  private static final int FREE_PORTS = 0x4000_0000;
  private static final int TRIES = 16;

  private final HypervTransport hyperv;
  private final Random random = new Random();

  VsockTransport(HypervTransport hyperv) {
    this.hyperv = hyperv;
  }

  @Override
  public String scheme() {
    return "vsock";
  }

  /** Told by AF_HYPERV's own transport. */
  @Override
  public List<TransportStatus> status() {
    return List.of();
  }

  @Override
  public Flow connect(Address address, ConnectOptions options) throws IOException {
    VsockAddress target = (VsockAddress) address;
    if (target.cid() == VsockAddress.ANY_CID || target.port() == VsockAddress.ANY_PORT) {
      throw new IllegalArgumentException(
          "connect " + address + ": 'any' is for listening; try: vsock://host:5000");
    }
    UUID vm = vmId("connect", target);
    return hyperv.connect(HypervAddress.of(vm, target.port()), address, options);
  }

  @Override
  public Listener listen(Address address, ListenOptions options) throws IOException {
    VsockAddress target = (VsockAddress) address;
    UUID vm = vmId("listen", target);
    if (options.allowedCids().isPresent()) {
      throw Failures.unavailable(
          "listen", address, "peers have no CID on Windows", "hyperv://VMID/" + target.port());
    }
    return target.port() == VsockAddress.ANY_PORT
        ? listenAtFreePort(target, vm, options)
        : listen(target, vm, options);
  }

  private Listener listen(VsockAddress target, UUID vm, ListenOptions options) throws IOException {
    return hyperv.listen(
        HypervAddress.of(vm, target.port()), target, VsockTransport::asVsock, options);
  }

  /** AF_HYPERV has no ports that it could choose from, so this draws one that nobody has. */
  private Listener listenAtFreePort(VsockAddress target, UUID vm, ListenOptions options)
      throws IOException {
    for (int i = 1; ; i++) {
      long port = FIRST_FREE_PORT + random.nextInt(FREE_PORTS);
      try {
        return listen(VsockAddress.of(target.cid(), port), vm, options);
      } catch (BindException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  private static UUID vmId(String operation, VsockAddress address) throws IOException {
    if (address.toHost()) {
      throw Failures.unavailable(
          operation, address, "sibling VMs cannot be reached on Windows", "a forward on the host");
    }
    if (address.cid() == VsockAddress.ANY_CID) {
      return HypervAddress.WILDCARD;
    }
    if (address.cid() == VsockAddress.LOCAL_CID) {
      return HypervAddress.LOOPBACK;
    }
    if (address.cid() == VsockAddress.HOST_CID) {
      return HypervAddress.PARENT;
    }
    throw Failures.unavailable(
        operation,
        address,
        "on Windows a VM has an id instead of a CID",
        "hyperv://VMID/" + address.port() + ", with an id that 'hvsock vms' lists");
  }

  /** The address in the words of AF_VSOCK, where it has a name there. */
  private static Address asVsock(Address address) {
    HypervAddress told = (HypervAddress) address;
    OptionalLong port = told.port();
    if (port.isEmpty()) {
      return told;
    }
    if (told.vmId().equals(HypervAddress.WILDCARD)) {
      return VsockAddress.any(port.getAsLong());
    }
    if (told.vmId().equals(HypervAddress.LOOPBACK)) {
      return VsockAddress.local(port.getAsLong());
    }
    return told.vmId().equals(HypervAddress.PARENT) ? VsockAddress.host(port.getAsLong()) : told;
  }
}
