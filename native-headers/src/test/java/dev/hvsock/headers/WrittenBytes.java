package dev.hvsock.headers;

import dev.hvsock.Capture;
import dev.hvsock.HypervAddress;
import dev.hvsock.UnixAddress;
import dev.hvsock.VsockAddress;
import dev.hvsock.capture.Place;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Claims about what core writes for C to read: addresses, of which each byte that has a meaning is
 * another one, and the ids of Hyper-V.
 */
final class WrittenBytes {
  private static final UUID VM = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final UUID SERVICE = UUID.fromString("f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f");

  private WrittenBytes() {}

  static List<Claim> onLinux() {
    List<Claim> claims = inet("dev.hvsock.linux");
    claims.add(
        address(
            "dev.hvsock.linux",
            "struct sockaddr_vm",
            "{.svm_family = AF_VSOCK, .svm_port = 0x01020304, .svm_cid = 0x05060708, .svm_flags = VMADDR_FLAG_TO_HOST}",
            new VsockAddress(0x05060708, 0x01020304, true)));
    claims.add(
        address(
            "dev.hvsock.linux",
            "struct sockaddr_un",
            "{.sun_family = AF_UNIX, .sun_path = \"/a/bc\"}",
            new UnixAddress("/a/bc")));
    return claims;
  }

  static List<Claim> onWindows() {
    List<Claim> claims = inet("dev.hvsock.windows");
    claims.add(
        address(
            "dev.hvsock.windows",
            "SOCKADDR_HV",
            "{.Family = 34, .VmId = {0x00112233, 0x4455, 0x6677, {0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff}}, "
                + ".ServiceId = {0xf0e1d2c3, 0xb4a5, 0x9687, {0x78, 0x69, 0x5a, 0x4b, 0x3c, 0x2d, 0x1e, 0x0f}}}",
            new HypervAddress(VM, SERVICE)));
    hypervIds()
        .map(
            id -> Image.guid("HypervAddress." + id.getName(), "HV_GUID_" + id.getName(), value(id)))
        .forEach(claims::add);
    return claims;
  }

  /** The headers of a packet: those of vsockmon and virtio, behind 16 bytes of the file's own. */
  static List<Claim> inCaptures() {
    String ends =
        ".src_cid = 0x0102030405060708, .dst_cid = 0x1112131415161718, .src_port = 0x21222324, .dst_port = 0x31323334";
    ByteBuffer packet = packet();
    return List.of(
        header(
            "struct af_vsockmon_hdr",
            "{%s, .op = AF_VSOCK_OP_PAYLOAD, .transport = AF_VSOCK_TRANSPORT_VIRTIO, .len = sizeof(struct virtio_vsock_hdr)}"
                .formatted(ends),
            packet.slice(16, 32)),
        header(
            "struct virtio_vsock_hdr",
            "{%s, .len = 5, .type = VIRTIO_VSOCK_TYPE_STREAM, .op = VIRTIO_VSOCK_OP_RW}"
                .formatted(ends),
            packet.slice(48, 44)));
  }

  private static Image header(String type, String initializer, ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return new Image(
        "Packet.make(" + type + ")", type, initializer, HexFormat.of().formatHex(array));
  }

  private static ByteBuffer packet() {
    Place from = new Place(0x0102030405060708L, 0x21222324);
    Place to = new Place(0x1112131415161718L, 0x31323334);
    try {
      Class<?> type = Class.forName("dev.hvsock.capture.Packet");
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method make =
          type.getDeclaredMethod(
              "make", long.class, Place.class, Place.class, Capture.Event.class, ByteBuffer.class);
      make.setAccessible(true);
      Object packet = constructor.newInstance();
      ByteBuffer payload = ByteBuffer.allocate(5);
      return (ByteBuffer) make.invoke(packet, 0L, from, to, Capture.Event.DATA, payload);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("packets are not written", e);
    }
  }

  private static List<Claim> inet(String platform) {
    List<Claim> claims = new ArrayList<>();
    claims.add(
        address(
            platform,
            "struct sockaddr_in",
            "{.sin_family = AF_INET, .sin_port = __builtin_bswap16(0x1234), .sin_addr.s_addr = __builtin_bswap32(0x01020304)}",
            inetAddress(1, 2, 3, 4),
            0x1234));
    claims.add(
        address(
            platform,
            "struct sockaddr_in6",
            "{.sin6_family = AF_INET6, .sin6_port = __builtin_bswap16(0x1234), .sin6_scope_id = 0x0a0b0c0d, "
                + ".sin6_addr.s6_addr = {0x20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}}",
            inetAddress(0x20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
            0x1234));
    return claims;
  }

  private static InetAddress inetAddress(int... numbers) {
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    try {
      return bytes.length == 4
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, 0x0a0b0c0d);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** What {@code SocketAddresses} of that package writes when it is given {@code address}. */
  private static Image address(
      String platform, String type, String initializer, Object... address) {
    try (Arena arena = Arena.ofConfined()) {
      Object[] arguments = Stream.concat(Stream.of(arena), Stream.of(address)).toArray();
      MemorySegment bytes = (MemorySegment) writer(platform, address).invoke(null, arguments);
      return new Image(
          "SocketAddresses.write(" + type + ")",
          type,
          initializer,
          HexFormat.of().formatHex(bytes.toArray(ValueLayout.JAVA_BYTE)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + " is not written", e);
    }
  }

  private static Method writer(String platform, Object[] address) throws ClassNotFoundException {
    Method writer =
        Stream.of(Class.forName(platform + ".SocketAddresses").getDeclaredMethods())
            .filter(method -> method.getName().equals("write"))
            .filter(method -> method.getReturnType() == MemorySegment.class)
            .filter(method -> method.getParameterCount() == 1 + address.length)
            .filter(method -> method.getParameterTypes()[1].isInstance(address[0]))
            .findAny()
            .orElseThrow();
    writer.setAccessible(true);
    return writer;
  }

  private static Stream<Field> hypervIds() {
    return Stream.of(HypervAddress.class.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == UUID.class);
  }

  private static UUID value(Field id) {
    try {
      id.setAccessible(true);
      return (UUID) id.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
