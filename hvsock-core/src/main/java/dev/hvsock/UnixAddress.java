package dev.hvsock;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * An address of AF_UNIX, as {@code unix(7)} defines it.
 *
 * @param name a path of the file system; or, after an {@code @}, a name in Linux's abstract name
 *     space; or nothing, which is what the connecting end of a flow is called. Encoded as UTF-8, at
 *     most {@value #MAX_BYTES} bytes.
 */
public record UnixAddress(String name) implements Address {
  /** How many bytes fit in {@code sun_path}, beside the byte that ends or begins it. */
  public static final int MAX_BYTES = 107;

  /** Checks the length, and that no character is NUL. */
  public UnixAddress {
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a unix address cannot hold the character NUL");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length - (name.startsWith("@") ? 1 : 0);
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the name has "
              + bytes
              + " bytes, the system allows "
              + MAX_BYTES
              + "; try: a shorter or a relative path");
    }
    if (!name.equals(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))) {
      throw new IllegalArgumentException("the name holds a character that UTF-8 cannot carry");
    }
  }

  /** The socket at {@code path}; a relative path counts from the working directory. */
  public static UnixAddress of(Path path) {
    String text = path.toString();
    return new UnixAddress(text.startsWith("@") ? "./" + text : text);
  }

  /** The socket of that name in Linux's abstract name space, which leaves no file behind. */
  public static UnixAddress abstractName(String name) {
    return new UnixAddress("@" + name);
  }

  /** Whether this is a name in the abstract name space. */
  public boolean isAbstract() {
    return name.startsWith("@");
  }

  /** Whether this is the address of an end that has no name: nothing can connect to it. */
  public boolean isUnnamed() {
    return name.isEmpty();
  }

  @Override
  public String scheme() {
    return "unix";
  }

  @Override
  public String toString() {
    return "unix:" + name;
  }
}
