package dev.hvsock.headers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An object of C as it lies in memory, or the first bytes of it.
 *
 * @param type its type in C
 * @param initializer what stands for its value in C
 * @param hex the bytes that Java takes it for
 */
record Image(String item, String type, String initializer, String hex) implements Claim {

  /** The GUID that C writes in that way. */
  static Image guid(String item, String initializer, UUID id) {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    long high = id.getMostSignificantBits();
    bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
    bytes.order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits());
    return new Image(item, "GUID", initializer, HexFormat.of().formatHex(bytes.array()));
  }

  @Override
  public Kind kind() {
    return Kind.IMAGE;
  }

  @Override
  public String java() {
    return hex;
  }

  /** A function of which the compiler removes the call, once it knows that no byte differs. */
  @Override
  public String statement(String name) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    String differences =
        IntStream.range(0, bytes.length)
            .mapToObj(i -> "bytes[%d] != 0x%02x".formatted(i, bytes[i]))
            .collect(Collectors.joining(" || "));
    return "void %s(void) { const %s object = %s; const unsigned char *bytes = (const void *) &object; "
            .formatted(name, type, initializer)
        + "if (sizeof(object) < %d || %s) differs(); } /* %s */"
            .formatted(bytes.length, differences, item);
  }
}
