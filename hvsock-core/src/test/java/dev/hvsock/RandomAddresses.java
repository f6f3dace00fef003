package dev.hvsock;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Any address that can be made, with a liking for edges. */
final class RandomAddresses {
  private static final List<Long> EDGES =
      List.of(0L, 1L, 2L, 3L, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFEL, 0xFFFF_FFFFL);
  private static final String ODD = "@:/?#[]%.~ \t\n\u007f\u00e4\u20ac\\\"'&=+";
  private static final List<String> HOSTS =
      List.of("localhost", "127.0.0.1", "::1", "fe80::1%eth0", "::ffff:1.2.3.4", "a-b.example");
  private static final List<UUID> VM_IDS =
      List.of(
          HypervAddress.WILDCARD,
          HypervAddress.BROADCAST,
          HypervAddress.CHILDREN,
          HypervAddress.LOOPBACK,
          HypervAddress.PARENT,
          HypervAddress.SILOHOST);

  private final Random random;

  RandomAddresses(Random random) {
    this.random = random;
  }

  Address next() {
    Address address = plain();
    return random.nextInt(8) == 0 ? new FramedAddress(address) : address;
  }

  private Address plain() {
    return switch (random.nextInt(8)) {
      case 0 -> new VsockAddress(unsigned32(), unsigned32(), random.nextBoolean());
      case 1 -> new UnixAddress(unixName());
      case 2 -> UnixAddress.abstractName(unixName());
      case 3 -> new TcpAddress(HOSTS.get(random.nextInt(HOSTS.size())), random.nextInt(65536));
      case 4 -> HypervAddress.of(vmId(), unsigned32());
      case 5 -> new HypervAddress(vmId(), guid());
      case 6 -> new HybridAddress("/" + unixName(), unsigned32());
      default -> new MemoryAddress("host-" + random.nextInt(), unsigned32());
    };
  }

  private UUID vmId() {
    return random.nextBoolean() ? guid() : VM_IDS.get(random.nextInt(VM_IDS.size()));
  }

  private UUID guid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private long unsigned32() {
    return random.nextBoolean()
        ? EDGES.get(random.nextInt(EDGES.size()))
        : Integer.toUnsignedLong(random.nextInt());
  }

  /** Characters of 1 to 4 bytes, odd ones among them, of up to the longest length. */
  private String unixName() {
    int bytes = random.nextInt(UnixAddress.MAX_BYTES - 3);
    StringBuilder name = new StringBuilder();
    while (name.toString().getBytes(StandardCharsets.UTF_8).length < bytes) {
      name.appendCodePoint(codePoint());
    }
    return name.toString();
  }

  private int codePoint() {
    if (random.nextBoolean()) {
      return ODD.charAt(random.nextInt(ODD.length()));
    }
    int any = 1 + random.nextInt(Character.MAX_CODE_POINT);
    return Character.getType(any) == Character.SURROGATE ? 'x' : any;
  }
}
