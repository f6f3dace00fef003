package dev.hvsock;

import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An address of AF_HYPERV, as <a
 * href="https://learn.microsoft.com/virtualization/hyper-v-on-windows/user-guide/make-integration-service">
 * Hyper-V's documentation</a> and {@code hvsocket.h} define it.
 *
 * @param vmId which machine: the id of a virtual machine, or one of the constants here, which stand
 *     for machines by their place
 * @param serviceId which service; a port of AF_VSOCK is the service id that {@link
 *     #serviceId(long)} makes of it
 */
public record HypervAddress(UUID vmId, UUID serviceId) implements Address {
  /** HV_GUID_ZERO, also called wildcard: every machine that may connect, for listening. */
  public static final UUID WILDCARD = new UUID(0, 0);

  /** HV_GUID_BROADCAST: reserved. */
  public static final UUID BROADCAST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

  /** HV_GUID_CHILDREN: the machines that this one is the host of, for listening. */
  public static final UUID CHILDREN = UUID.fromString("90db8b89-0d35-4f79-8ce9-49ea0ac8b7cd");

  /** HV_GUID_LOOPBACK: this machine. */
  public static final UUID LOOPBACK = UUID.fromString("e0e16197-dd56-4a10-9195-5ee7a155a838");

  /** HV_GUID_PARENT: the host, as a guest sees it. */
  public static final UUID PARENT = UUID.fromString("a42e7cda-d03f-480c-9cc2-a4de20abb878");

  /** HV_GUID_SILOHOST: the host of a container's silo, as the container sees it. */
  public static final UUID SILOHOST = UUID.fromString("36bd0c5c-7276-4223-88ba-7d03b654c568");

  private static final Map<String, UUID> NAMED =
      Map.of(
          "wildcard", WILDCARD,
          "broadcast", BROADCAST,
          "children", CHILDREN,
          "loopback", LOOPBACK,
          "parent", PARENT,
          "silohost", SILOHOST);

  /** HV_GUID_VSOCK_TEMPLATE, whose first 32 bits are the port. */
  private static final UUID VSOCK_TEMPLATE =
      UUID.fromString("00000000-facb-11e6-bd58-64006a7986d3");

  private static final Pattern GUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** The address of {@code port} on the machine that {@code vmId} names. */
  public static HypervAddress of(UUID vmId, long port) {
    return new HypervAddress(vmId, serviceId(port));
  }

  /** The service id that stands for a port of AF_VSOCK, unsigned 32 bits. */
  public static UUID serviceId(long port) {
    return new UUID(
        Unsigned32.check("port", port) << 32 | VSOCK_TEMPLATE.getMostSignificantBits(),
        VSOCK_TEMPLATE.getLeastSignificantBits());
  }

  /** The port of AF_VSOCK that the service id stands for, if it stands for one. */
  public OptionalLong port() {
    long port = serviceId.getMostSignificantBits() >>> 32;
    return serviceId.equals(serviceId(port)) ? OptionalLong.of(port) : OptionalLong.empty();
  }

  static HypervAddress parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          text.isEmpty()
              ? "VM id and service are missing; try: hyperv://parent/5000"
              : "the service is missing; try: hyperv://" + text + "/5000");
    }
    return new HypervAddress(
        parseVm(text.substring(0, slash)), parseService(text.substring(slash + 1)));
  }

  private static UUID parseVm(String text) {
    UUID named = NAMED.get(text);
    if (named != null) {
      return named;
    }
    if (!GUID.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no VM id; try: a GUID, wildcard, children, loopback, parent or silohost");
    }
    return UUID.fromString(text);
  }

  private static UUID parseService(String text) {
    return GUID.matcher(text).matches()
        ? UUID.fromString(text)
        : serviceId(Unsigned32.parse("service", text, Unsigned32.MAX, "a port, or a GUID"));
  }

  @Override
  public String scheme() {
    return "hyperv";
  }

  @Override
  public String toString() {
    String vm =
        NAMED.entrySet().stream()
            .filter(named -> named.getValue().equals(vmId))
            .map(Map.Entry::getKey)
            .findAny()
            .orElseGet(vmId::toString);
    OptionalLong port = port();
    return "hyperv://"
        + vm
        + "/"
        + (port.isPresent() ? Long.toString(port.getAsLong()) : serviceId.toString());
  }
}
