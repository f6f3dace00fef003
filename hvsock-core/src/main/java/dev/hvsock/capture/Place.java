package dev.hvsock.capture;

import dev.hvsock.Address;
import dev.hvsock.FramedAddress;
import dev.hvsock.HybridAddress;
import dev.hvsock.HypervAddress;
import dev.hvsock.MemoryAddress;
import dev.hvsock.TcpAddress;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Where an end of a flow is, as a packet of AF_VSOCK says it. An address of another kind gets a CID
 * of more than 32 bits, which none of AF_VSOCK has, made by rule, so that it is the same in each
 * file; docs/capture.md states the rule.
 *
 * @param cid 64 bits
 * @param port unsigned 32 bits
 */
public record Place(long cid, long port) {
  private static final long KIND = 1_000_000_000_000L;
  private static final long UNIX = KIND;
  private static final long UNNAMED = 2 * KIND;
  private static final long MEMORY = 3 * KIND;
  private static final long IPV4 = 4 * KIND;
  private static final long HYPERV = 5 * KIND;
  private static final long TCP_OTHER = 6 * KIND;
  private static final long HYBRID = 7 * KIND;

  private static final Pattern IPV4_ADDRESS =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");

  /**
   * The place of an end that has an address.
   *
   * @param number stands in for the port of an end that has none
   */
  public static Place of(Address address, long number) {
    return switch (address) {
      case VsockAddress vsock -> new Place(vsock.cid(), vsock.port());
      case HypervAddress hyperv -> hyperv(hyperv);
      case UnixAddress unix ->
          unix.isUnnamed() ? new Place(UNNAMED, number) : new Place(UNIX, hash(unix.name()));
      case HybridAddress hybrid ->
          new Place(
              HYBRID + hash(hybrid.path()),
              hybrid.port() == HybridAddress.ANY_PORT ? number : hybrid.port());
      case TcpAddress tcp -> new Place(host(tcp.host()), tcp.port());
      case MemoryAddress memory -> new Place(machine(memory.host()), memory.port());
      case FramedAddress framed -> of(framed.inner(), number);
    };
  }

  private static Place hyperv(HypervAddress address) {
    UUID vm = address.vmId();
    long cid =
        vm.equals(HypervAddress.PARENT)
            ? VsockAddress.HOST_CID
            : vm.equals(HypervAddress.LOOPBACK)
                ? VsockAddress.LOCAL_CID
                : HYPERV + hash(vm.toString());
    return new Place(cid, address.port().orElseGet(() -> hash(address.serviceId().toString())));
  }

  /** Three decimal digits for each byte. */
  private static long host(String host) {
    Matcher bytes = IPV4_ADDRESS.matcher(host);
    if (!bytes.matches()) {
      return TCP_OTHER + hash(host);
    }
    long digits = 0;
    for (int i = 1; i <= bytes.groupCount(); i++) {
      digits = digits * 1000 + Integer.parseInt(bytes.group(i));
    }
    return IPV4 + digits;
  }

  /** In the in-memory network, a machine may be named as one of AF_VSOCK is. */
  private static long machine(String name) {
    return switch (name) {
      case "local" -> VsockAddress.LOCAL_CID;
      case "host" -> VsockAddress.HOST_CID;
      default -> NUMBER.matcher(name).matches() ? Long.parseLong(name) : MEMORY + hash(name);
    };
  }

  private static long hash(String text) {
    CRC32 hash = new CRC32();
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    return hash.getValue();
  }

  @Override
  public String toString() {
    return cid + ":" + port;
  }
}
